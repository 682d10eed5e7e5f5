import { distinct, everyPair, Map as ValueMap } from "@lockstep/language"
import { expect, test } from "vitest"
import { decidingClauses } from "../src/clause/clause.ts"
import { type AnyFunction, openLocator } from "../src/source/locate.ts"

interface Node {
  readonly term: number
  readonly role: string
}

const n1: Node = { term: 1, role: "leader" }
const n2: Node = { term: 1, role: "leader" }
const follower: Node = { term: 0, role: "follower" }
const names = new Map<unknown, string>([
  [n1, "n1"],
  [n2, "n2"],
  [follower, "n3"],
])

/** The test runner writes imported names anew where they are called. */
const [allPairs, allDistinct] = [everyPair, distinct]

const leads = ({ role }: Node): boolean => role === "leader"
const holdsForAll = (nodes: readonly Node[], holds: (node: Node) => boolean): boolean =>
  nodes.filter(leads).every((node) => holds(node))

/** The clauses as lines, the way a report tells them. */
const told = (subject: AnyFunction, values: readonly unknown[], truth = false): string[] => {
  const locator = openLocator()
  const given = { values, nodeOf: (state: unknown) => names.get(state) }
  const clauses = decidingClauses(subject, given, truth, locator.scopeOf)
  locator.close()
  return clauses.flatMap(({ text, truth, values: as, item }) => [
    ...(text === undefined ? [] : [`${truth}: ${text}`]),
    ...(as === undefined ? [] : [`as ${as}`]),
    ...(item === undefined ? [] : [`for ${item}`]),
  ])
}

interface Pair {
  readonly a: number
  readonly b: number
}

test("the first operand of a conjunction that is false, however it is bracketed", () => {
  const subject = ({ a, b }: Pair) => a < 10 && (b < 10 || a > 5) && a === 1 && b === 2 && b < 3
  expect(told(subject, [{ a: 1, b: 3 }])).toEqual(["false: b === 2", "as 3 === 2"])
})

test("the first operand of a disjunction that is true", () => {
  const subject = ({ a, b }: Pair) => a > 9 || b === 3 || a === b
  expect(told(subject, [{ a: 1, b: 3 }], true)).toEqual(["true: b === 3", "as 3 === 3"])
})

test("behind a negation, and in the branch that was taken", () => {
  expect(told(({ a, b }: Pair) => !(a > 9 || b === 3), [{ a: 1, b: 3 }])).toEqual(["true: b === 3", "as 3 === 3"])
  expect(told(({ a, b }: Pair) => (a === 1 ? b > 3 : b > 9), [{ a: 1, b: 3 }])).toEqual(["false: b > 3", "as 3 > 3"])
})

test("signs in comments, templates, texts and patterns are no operators", () => {
  const subject = ({ a, b }: Pair) =>
    // a && b is not meant
    `${a} && ${`${b}`}` !== "" &&
    /[/&&]{0}"/.test('"') && // neither is this: && ) }
    `&&` === "&&" &&
    "a || b" !== `${/* "&&" */ b}` &&
    a /* first && last */ > b
  expect(told(subject, [{ a: 1, b: 3 }])).toEqual(["false: a > b", "as 1 > 3"])
})

test("in every and some, the item that decided, down to the innermost condition", () => {
  const every = (nodes: readonly Node[]) => nodes.every((node) => nodes.every((other) => node.term <= other.term))
  expect(told(every, [[n1, follower]])).toEqual([
    "false: nodes.every((node) => …)",
    "for n1 {term: 1, role: leader}",
    "false: nodes.every((other) => …)",
    "for n3 {term: 0, role: follower}",
    "false: node.term <= other.term",
    "as 1 <= 0",
  ])
  const some = (nodes: readonly Node[]) => nodes.some(leads)
  expect(told(some, [[follower, n1]], true)).toEqual(["true: nodes.some(leads)", "for n1 {term: 1, role: leader}"])
})

test("in a map, the entry", () => {
  const subject = (stages: ValueMap<string, number>) => stages.every((stage, order) => stage < 3 || order === "o1")
  expect(told(subject, [ValueMap.of(["o1", 3], ["o2", 4])])).toEqual([
    "false: stages.every((stage, order) => …)",
    "for o2: 4",
    'false: stage < 3 || order === "o1"',
    "as o2 === o1",
  ])
})

test("through functions that take the condition, of the author and of the language", () => {
  const own = (nodes: readonly Node[]) => holdsForAll(nodes, ({ term }) => term > 1)
  expect(told(own, [[follower, n1]])).toEqual([
    "false: holdsForAll(nodes, ({ term }) => …)",
    "for n1 {term: 1, role: leader}",
    "false: term > 1",
    "as 1 > 1",
  ])
  const grows = (before: readonly Node[], after: readonly Node[]) =>
    allPairs(before, after, (node, next) => node.term <= next.term)
  expect(told(grows, [[n1], [follower]])).toEqual([
    "false: allPairs(before, after, (node, next) => …)",
    "for n1 {term: 1, role: leader}",
    "false: node.term <= next.term",
    "as 1 <= 0",
  ])
})

test("of things that must be distinct, the two that are not", () => {
  const subject = (nodes: readonly Node[]) => allDistinct(nodes.filter(leads), ({ term }) => term)
  expect(told(subject, [[n1, follower, n2]])).toEqual([
    "false: allDistinct(nodes.filter(leads), ({ term }) => term)",
    "for n1 and n2: 1",
  ])
})

test("a call of something with values is shown with them", () => {
  expect(told(({ a, b }: Pair) => b > 2 && leads({ term: a, role: "none" }), [{ a: 1, b: 3 }])).toEqual([
    'false: leads({ term: a, role: "none" })',
    "as leads({term: 1, role: none})",
  ])
})

test("the return that was taken, in a body with several", () => {
  const subject = ({ a, b }: Pair) => {
    const smaller = () => {
      return a < b && b < a
    }
    if (a === 1) return b > 2 && b > 3
    return smaller()
  }
  expect(told(subject, [{ a: 1, b: 3 }])).toEqual(["false: b > 3", "as 3 > 3"])
  expect(told(subject, [{ a: 2, b: 3 }])).toEqual(["false: smaller()", "false: b < a", "as 3 < 2"])
})

test("where a return says only false, the condition before it and the item of the loop", () => {
  const subject = (nodes: readonly Node[]) => {
    for (const node of nodes) {
      if (node.term > 0 && node.role !== "follower") return false
    }
    return true
  }
  expect(told(subject, [[follower, n1]])).toEqual([
    'true: node.term > 0 && node.role !== "follower"',
    "for {term: 1, role: leader}",
  ])
  const otherwise = ({ a, b }: Pair) => {
    if (a > b) return true
    else if (a === b) return true
    else return false
  }
  expect(told(otherwise, [{ a: 1, b: 3 }])).toEqual(["false: a === b", "as 1 === 3"])
})

test("methods and functions with every kind of name", () => {
  const holder = {
    grows({ a, b }: Pair) {
      return a < 9 && b < a
    },
    "no double"({ a, b }: Pair) {
      return a > b
    },
    function: function ({ a, b }: Pair) {
      return a === b
    },
  }
  expect(told(holder.grows, [{ a: 1, b: 3 }])).toEqual(["false: b < a", "as 3 < 1"])
  expect(told(holder["no double"], [{ a: 1, b: 3 }])).toEqual(["false: a > b", "as 1 > 3"])
  expect(told(holder.function, [{ a: 1, b: 3 }])).toEqual(["false: a === b", "as 1 === 3"])
})

test("what cannot be taken apart is not explained", () => {
  expect(told(Boolean, [0])).toEqual([])
  expect(told(Date as unknown as AnyFunction, [])).toEqual([])
  expect(
    told(() => {
      throw new Error("never again")
    }, []),
  ).toEqual([])
})
