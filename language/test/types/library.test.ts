import { describe, expect, test } from "vitest"
import { declarationComplaints } from "./compiler.ts"
import { expectTold, type Told } from "./expectation.ts"
import { oneRole } from "./snippets.ts"

type Case = readonly [name: string, statement: string, ...told: Told]

const within = (statement: string) => oneRole({ on: `Ping: (node) => { ${statement}; return node }` })

const outOfScope: readonly Case[] = [
  ["Date.now", "«Date».now()", [2304, "Cannot find name 'Date'."]],
  ["new Date", "new «Date»()", [2304, "Cannot find name 'Date'."]],
  ["Math.random", "Math.«random»()", [2339, "Property 'random' does not exist on type 'Math'."]],
  ["console", "«console».log(node)", [2584, "Cannot find name 'console'."]],
  ["fetch", "«fetch»('x')", [2304, "Cannot find name 'fetch'."]],
  ["Promise", "«Promise».resolve(1)", [2585, "'Promise' only refers to a type, but is being used as a value here."]],
  ["setTimeout", "«setTimeout»(() => 1, 3)", [2304, "Cannot find name 'setTimeout'."]],
  ["JSON", "«JSON».stringify(node)", [2304, "Cannot find name 'JSON'."]],
  ["crypto", "«crypto».randomUUID()", [2304, "Cannot find name 'crypto'."]],
  ["process", "«process».exit()", [2591, "Cannot find name 'process'."]],
  ["the global Map", "new «Map»()", [2583, "Cannot find name 'Map'."]],
  ["the global Set", "new «Set»()", [2583, "Cannot find name 'Set'."]],
  [
    "globalThis",
    "globalThis.«Date»",
    [7017, "Element implicitly has an 'any' type because type 'typeof globalThis' has no index signature."],
  ],
  ["Object.keys", "«Object».keys(node)", [2693, "'Object' only refers to a type, but is being used as a value here."]],
  ["parseFloat", "«parseFloat»('1.5')", [2304, "Cannot find name 'parseFloat'."]],
]

const changing: readonly Case[] = [
  ["push", "[...node.log].«push»(1)", [2339, "Property 'push' does not exist on type 'number[]'."]],
  [
    "push on a readonly array",
    "node.log.«push»(1)",
    [2339, "Property 'push' does not exist on type 'readonly number[]'."],
  ],
  ["sort", "[...node.log].«sort»()", [2339, "Property 'sort' does not exist on type 'number[]'."]],
  ["splice", "[...node.log].«splice»(0, 1)", [2551, "Property 'splice' does not exist on type 'number[]'."]],
  ["reverse", "[...node.log].«reverse»()", [2339, "Property 'reverse' does not exist on type 'number[]'."]],
  [
    "an assignment to a place",
    "const log = [...node.log]; «log[0]» = 1",
    [2542, "Index signature in type 'number[]' only permits reading."],
  ],
  [
    "an assignment to the length",
    "const log = [...node.log]; log.«length» = 0",
    [2540, "Cannot assign to 'length' because it is a read-only property."],
  ],
  ["toSorted without an order", "node.log.«toSorted»()", [2554, "Expected 1 arguments, but got 0."]],
]

describe("what is not in a spec's scope", () => {
  test.for(outOfScope)("%s", ([, statement, ...told]) => expectTold(within(statement), told))
})

describe("what would change an array in place", () => {
  test.for(changing)("%s", ([, statement, ...told]) => expectTold(within(statement), told))
})

test("what is pure is in scope", () => {
  const values = `
import { compare, List, Map, Set } from "@lockstep/language"
const numbers: readonly number[] = Array.from({ length: 3 }, (_, index) => index * 2)
export const text = numbers.toSorted(compare).map((item) => \`\${item}\`).join(", ").toString()
export const largest = Math.max(0, ...numbers, Math.floor(5 / 2), Number.MAX_SAFE_INTEGER)
export const log = List.from(numbers).append(1).filter((item) => item > 0).at(-1)
export const some = [...Set.of("a", "b")].flatMap((name) => [name, name.toString()]).includes("a")
export const [first, ...others] = [...Map.of(["a", 1]).update("a", (count) => count + 1, 0)]
export const total = numbers.entries().next().done === true ? 0 : numbers.reduce((sum, item) => sum + item, 0)
export type Named = Partial<Record<"a" | "b", Readonly<Pick<{ x: number; y: string }, "x">>>>
export const count = (() => { let all = 0; for (const [, value] of Map.of(["a", 1])) all += value; return all })()
`
  expectTold(values, [])
})

test("the declarations of the language need no other library", () => {
  const { files, complaints } = declarationComplaints()
  expect(files).toBeGreaterThan(15)
  expect(complaints).toEqual([])
})
