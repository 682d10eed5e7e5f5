import { register } from "@lockstep/language"
import { expect, test } from "vitest"
import { bundledObjects, type Consistency, judge, type Operation } from "../src/index.ts"

/** `a: write 1 [0 2]` as an operation; a question mark for what is pending. */
const operation = (text: string): Operation => {
  const [, client = "", call = "", value = "", begin = "", end = ""] =
    /^(\w+): (\w+) (\d+) \[(\d+) (\d+|\?)\]$/.exec(text) ?? []
  const told = { client, call, argument: call === "write" ? Number(value) : null, begin: Number(begin) }
  if (end === "?") return { ...told, outcome: "pending" }
  return { ...told, outcome: "answered", answer: call === "write" ? null : Number(value), end: Number(end) }
}

/** One register, that begins as 0. */
const verdictOf = (consistency: Consistency, ...texts: readonly string[]) =>
  judge(texts.map(operation), register(0), consistency).verdict

const all: readonly Consistency[] = [
  "linearizable",
  "sequential",
  "causal",
  "read-your-writes",
  "monotonic-reads",
  "monotonic-writes",
  "convergent",
]

/** What each history breaks; it keeps the rest. */
const examples: readonly (readonly [title: string, broken: readonly Consistency[], history: readonly string[]])[] = [
  ["reads the new value", [], ["a: write 1 [0 1]", "b: read 1 [2 3]"]],
  ["reads while it is written", [], ["a: write 1 [0 5]", "b: read 1 [1 2]", "c: read 1 [3 4]"]],
  ["reads a pending write, or not", [], ["a: write 1 [0 ?]", "b: read 0 [1 2]", "c: read 1 [3 4]"]],
  ["a stale read", ["linearizable", "convergent"], ["a: write 1 [0 1]", "b: read 0 [2 3]"]],
  ["its own write is lost", all.filter((one) => !one.startsWith("monotonic")), ["a: write 1 [0 1]", "a: read 0 [2 3]"]],
  [
    "back in time",
    ["linearizable", "sequential", "causal", "monotonic-reads", "convergent"],
    ["a: write 1 [0 1]", "a: write 2 [2 3]", "b: read 2 [4 5]", "b: read 1 [6 7]"],
  ],
  [
    "two see two writes in two orders",
    ["linearizable", "sequential", "convergent"],
    [
      "a: write 1 [0 1]",
      "b: write 2 [0 1]",
      "c: read 1 [2 3]",
      "c: read 2 [4 5]",
      "d: read 2 [2 3]",
      "d: read 1 [4 5]",
    ],
  ],
  [
    "two see two writes in two orders, one pending after a read",
    ["linearizable", "sequential"],
    [
      "a: read 0 [0 1]",
      "a: write 1 [2 ?]",
      "b: write 2 [2 3]",
      "c: read 1 [4 5]",
      "c: read 2 [6 7]",
      "d: read 2 [4 5]",
      "d: read 1 [6 7]",
    ],
  ],
]

test.each(examples)("%s: breaks %j", (_, broken, history) => {
  const settles = (one: Consistency) => verdictOf(one, ...history) === "violation"
  expect(all.filter(settles)).toEqual(broken)
})

/** A minute of clients at a register, of which one in a hundred gives up a write; one in ten of those takes effect later. */
const busyMinute = (operations: number): readonly Operation[] => {
  let state = 1
  const random = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32
  const takeEffect = Array.from({ length: operations }, (_, begin) => {
    const [call, isGivenUp] = [begin % 2 === 0 ? "write" : "read", begin % 100 === 0]
    const end = begin + 1 + 8 * random()
    const effect = isGivenUp ? (random() < 0.1 ? begin + 40 * random() : Infinity) : begin + (end - begin) * random()
    return { told: { client: `c${begin}`, call, argument: begin, begin }, end, effect, isGivenUp }
  })
  let value: number | null = null
  return takeEffect
    .toSorted((one, other) => one.effect - other.effect)
    .map(({ told, end, effect, isGivenUp }) => {
      if (told.call === "write" && effect !== Infinity) value = told.argument
      if (isGivenUp) return { ...told, outcome: "pending" }
      return { ...told, outcome: "answered", answer: told.call === "write" ? null : value, end }
    })
}

test("a long history in which many writes were given up is decided", () => {
  expect(judge(busyMinute(7000), bundledObjects.register, "linearizable", { states: 100_000 })).toMatchObject({
    verdict: "ok",
  })
})
