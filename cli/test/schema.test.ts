import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { join, relative } from "node:path"
import { Ajv2020 } from "ajv/dist/2020.js"
import { afterAll, beforeAll, expect, test } from "vitest"
import { commandTable } from "../src/completions/table.ts"
import { lockstep, root } from "./run.ts"

let folder = ""
beforeAll(() => {
  const home = join(root, "cli/test/dist")
  mkdirSync(home, { recursive: true })
  folder = relative(root, mkdtempSync(join(home, "schema-")))
})
afterAll(() => rmSync(join(root, folder), { recursive: true, force: true }))

const table = await commandTable()
const withJson = table.filter(({ flags }) => flags.some(({ name }) => name === "json")).map(({ name }) => name)

const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true })
const schemas = new Map(
  withJson.map((name) => [
    name,
    ajv.compile(JSON.parse(readFileSync(join(root, "cli/schema", `${name}.json`), "utf8"))),
  ]),
)

const problems = (name: string, data: unknown): unknown => {
  const validate = schemas.get(name)
  return validate?.(data) === true ? [] : validate?.errors
}

/** Every command that says something as data, and every shape that it says. */
const outputs: readonly (readonly [string, readonly string[]])[] = [
  ["check", ["specs/consensus/election", "--instance", "quick"]],
  ["check", ["specs/transactions", "--instance", "quick"]],
  ["check", ["docs/lock.ts", "cli/test/samples/counter.ts", "cli/test/samples/dead-handler.ts"]],
  ["check", ["cli/test/samples/unbounded.ts", "--timeout", "200ms"]],
  ["check", ["cli/test/samples/threw.ts", "--no-lint"]],
  ["check", ["specs/consensus/election/mutants.ts"]],
  ["lint", ["cli/test/samples/reads-clock.ts"]],
  ["lint", ["docs/lock.ts"]],
  ["generate", ["specs/transactions/two-phase-commit", "--out", "{folder}/lib", "--instance", "quick"]],
  ["generate", ["specs/transactions/two-phase-commit", "--out", "{folder}/lib", "--check"]],
  ["generate", ["specs/transactions/two-phase-commit", "--out", "{folder}/nothing", "--check"]],
  ["generate", ["cli/test/samples/reads-clock.ts", "--out", "{folder}/refused"]],
  ["diff", ["cli/test/samples/versions/first.ts", "cli/test/samples/versions/third.ts"]],
  ["init", ["{folder}/begun"]],
  ["doctor", []],
  ["mutate", ["cli/test/samples/mutated"]],
  ["judge", ["cli/test/samples/histories/stale.jsonl"]],
  ["replay", ["cli/test/samples/traces/order-saga", "--spec", "specs/transactions/order-saga"]],
  ["replay", ["cli/test/samples/traces/changed", "--spec", "specs/transactions/order-saga"]],
  ["simulate", ["specs/transactions/two-phase-commit", "--runs", "2"]],
]

test.each(outputs)("%s %s --json is what its schema says", (name, args) => {
  const { stdout, stderr } = lockstep(name, ...args.map((word) => word.replace("{folder}", folder)), "--json")
  expect(stdout, stderr).not.toBe("")
  expect(problems(name, JSON.parse(stdout))).toEqual([])
})

test("every command that has --json has a schema, and is tried here", () => {
  expect(new Set(outputs.map(([name]) => name))).toEqual(new Set(withJson))
})

test("a schema refuses what a command does not say", () => {
  const [report] = JSON.parse(lockstep("check", "docs/lock.ts", "--json").stdout)
  expect(problems("check", [report])).toEqual([])
  const { verdict: _, ...without } = report
  for (const wrong of [
    without,
    { ...report, verdict: "good" },
    { ...report, states: -1 },
    { ...report, stopped: "tired" },
  ])
    expect(problems("check", [wrong])).not.toEqual([])
  expect(problems("check", [{ ...report, verdict: "inconclusive" }])).not.toEqual([])
  expect(problems("lint", [{ file: "a.ts" }])).not.toEqual([])
})
