import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { join, relative } from "node:path"
import { Ajv2020 } from "ajv/dist/2020.js"
import { afterAll, beforeAll, expect, test, vi } from "vitest"
import { commandNames } from "../src/commands/commands.ts"
import { commandTable } from "../src/completions/table.ts"
import { main } from "../src/main.ts"
import { failureJson, ownFault } from "../src/format-message.ts"
import { command, lockstep, root } from "./run.ts"

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
  ["generate", ["cli/test/samples/uncalled.ts", "--out", "{folder}/uncalled"]],
  ["diff", ["cli/test/samples/versions/first.ts", "cli/test/samples/versions/third.ts"]],
  ["init", ["{folder}/begun"]],
  ["doctor", []],
  ["mutate", ["cli/test/samples/mutated"]],
  ["judge", ["cli/test/samples/histories/stale.jsonl"]],
  ["replay", ["cli/test/samples/traces/order-saga", "--spec", "specs/transactions/order-saga"]],
  ["replay", ["cli/test/samples/traces/changed", "--spec", "specs/transactions/order-saga"]],
  ["simulate", ["specs/transactions/two-phase-commit", "--runs", "2"]],
  ["simulate", ["specs/consensus/election/mutants.ts", "--instance", "votesTwice"]],
  ["completions", ["fish"]],
  ["check", ["cli/test/samples/reads-clock.ts"]],
  ["check", ["cli/test/samples/dead-handler.ts"]],
  ["check", ["cli/test/samples/branches.ts", "--coverage"]],
  ["check", ["cli/test/samples/unanswered-call.ts"]],
]

test.each(outputs)("%s %s --json is what its schema says", (name, args) => {
  const { stdout, stderr } = lockstep(name, ...args.map((word) => word.replace("{folder}", folder)), "--json")
  expect(stdout, stderr).not.toBe("")
  expect(problems(name, JSON.parse(stdout))).toEqual([])
})

test("explore --json prints the address of its page", async () => {
  const child = spawn(process.execPath, [command, "explore", "docs/lock.ts", "--json"], { cwd: root })
  const [line] = (await once(child.stdout, "data")) as [Buffer]
  child.kill("SIGINT")
  await once(child, "exit")
  expect(problems("explore", JSON.parse(line.toString()))).toEqual([])
})

test("every command has --json, has a schema, and is tried here", () => {
  expect(withJson).toEqual([...commandNames])
  expect(new Set([...outputs.map(([name]) => name), "explore"])).toEqual(new Set(withJson))
})

const failureSchema = ajv.compile(JSON.parse(readFileSync(join(root, "cli/schema/failure.json"), "utf8")))

/** A mistake for every command: what each says of it. */
const failures: readonly (readonly [string, readonly string[], string])[] = [
  ["check", ["nowhere"], "no-such-path"],
  ["check", ["docs/lock.ts", "--reporter", "json", "--wokers", "2"], "unknown-option"],
  ["explore", ["nowhere"], "no-such-path"],
  ["lint", ["nowhere"], "no-such-path"],
  ["generate", ["nowhere", "--out", "{folder}/none"], "no-such-path"],
  ["diff", ["docs/lock.ts"], "path-count"],
  ["simulate", ["docs/lock.ts", "--runs", "many"], "bad-number"],
  ["mutate", ["nowhere"], "no-such-path"],
  ["judge", ["nowhere"], "no-history"],
  ["replay", ["nowhere", "--spec", "docs/lock.ts"], "no-trace"],
  ["init", ["{folder}/begun", "--name", "NO"], "bad-name"],
  ["doctor", ["--loud"], "unknown-option"],
  ["completions", ["csh"], "unknown-choice"],
  ["chek", [], "unknown-command"],
]

/** Runs the command in this process: so many starts would take their time. */
const failed = async (argv: readonly string[]) => {
  const said = { stdout: "", stderr: "" }
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      said[name] += String(text)
      return true
    }),
  )
  const status = await main(argv)
  for (const spy of spies) spy.mockRestore()
  return { status, ...said }
}

test.each(failures)("%s %j --json fails with data on stdout, and with words on stderr", async (name, args, code) => {
  const words = args.map((word) => word.replace("{folder}", folder))
  const { status, stdout, stderr } = await failed([name, ...words, "--json"])
  const said: unknown = JSON.parse(stdout)
  expect(failureSchema(said), JSON.stringify(failureSchema.errors)).toBe(true)
  expect(said).toMatchObject({ failure: { code } })
  expect(stderr).toContain(`[${code}]`)
  expect(status).toBe(2)
})

test("the failures of all commands are tried here", () => {
  expect(failures.map(([name]) => name)).toEqual(expect.arrayContaining([...commandNames]))
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

test("a fault of ours is told as data, too", () => {
  const said: unknown = JSON.parse(failureJson(ownFault(new Error("planted"))))
  expect(failureSchema(said)).toBe(true)
  expect(said).toMatchObject({ failure: { code: "own-fault", excerpt: expect.arrayContaining(["Error: planted"]) } })
})
