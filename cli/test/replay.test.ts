import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join, relative } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { replaced } from "./damage.ts"
import { lockstep, lockstepIn, root } from "./run.ts"

const mutants = "specs/consensus/election/mutants.ts"
let folder = ""
let report = ""
const write = (name: string, text: string): string => {
  const file = join(folder, name)
  writeFileSync(file, text)
  return relative(root, file)
}
beforeAll(() => {
  mkdirSync(join(root, "cli/test/dist"), { recursive: true })
  folder = mkdtempSync(join(root, "cli/test/dist/replay-"))
  write("report.json", lockstep("check", mutants, "--instance", "forgetsItsVote", "--no-lint", "--json").stdout)
  report = relative(root, join(folder, "report.json"))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each([
  ["--accept abc", "[not-together]", "leave --accept out"],
  ["--budget 1s", "[not-together]", "leave --budget out"],
  ["--instance quick", 'holds no counterexample of "quick"  [unknown-instance]', "choose from forgetsItsVote"],
  ["--spec specs/consensus/election", 'no instance "forgetsItsVote"', `it was in ${mutants}: leave --spec out`],
])("a report with %s is refused, and what to do is said", (options, reason, fix) => {
  const { status, stdout, stderr } = lockstep("replay", report, ...options.split(" "))
  expect(stderr).toContain(reason)
  expect(stderr).toContain(fix)
  expect(stdout).toBe("")
  expect(status).toBe(2)
})

test("a report is known by what it holds, and replayed alone", () => {
  const copy = write("report", lockstep("check", "docs/lock.ts", "--json").stdout)
  expect(lockstep("replay", copy).stdout).toContain("twoClients of docs/lock.ts takes all of its 7 steps")
  const { status, stderr } = lockstep("replay", report, copy)
  expect(stderr).toContain("replay needs one report at a time, and was given 2  [path-count]")
  expect(status).toBe(2)
})

test("a report in which nothing is broken is told as one", () => {
  const good = write("good.json", lockstep("check", "specs/consensus/election", "--instance", "calm", "--json").stdout)
  const { status, stderr } = lockstep("replay", good)
  expect(stderr).toContain(`${good}: holds no counterexample: nothing is broken in calm  [no-report]`)
  expect(status).toBe(2)
})

test("what a check prints that failed is told as such", () => {
  const failed = write("failed.json", lockstep("check", "cli/test/samples/nowhere.ts", "--json").stdout)
  const why = "cli/test/samples/nowhere.ts: does not exist"
  const copy = write("failed", readFileSync(join(root, failed), "utf8"))
  const replays = [failed, copy].flatMap((path) => [[path], [path, "--spec", "docs/lock.ts"]])
  for (const words of [
    ...replays.map((words) => ["replay", ...words]),
    ["check", "docs/lock.ts", "--compare", failed],
  ]) {
    const { status, stdout, stderr } = lockstep(...words)
    expect(stderr).toMatch(/failed(?:\.json)?: holds no report, but why there is none: /)
    expect(stderr).toContain(`${why}  [no-report]\n  mend that, and write the report again`)
    expect(stdout).toBe("")
    expect(status).toBe(2)
  }
})

test("a report that is read elsewhere asks for its model", () => {
  const { status, stderr } = lockstepIn(folder, "replay", "report.json")
  expect(stderr).toContain(`${mutants}: does not exist  [no-such-path]`)
  expect(stderr).toContain("name its model: --spec <path>")
  expect(status).toBe(2)
  const spec = relative(folder, join(root, mutants))
  expect(lockstepIn(folder, "replay", "report.json", "--spec", spec)).toMatchObject({ status: 0, stderr: "" })
})

test("the command that is given beside a strange counterexample writes one that is none", () => {
  const { stdout: text } = lockstep("check", mutants, "--instance", "forgetsItsVote", "--no-lint", "--json")
  const trace = replaced(JSON.parse(text), ["0", "properties", "0", "trace", "steps", "0", "after"], [])
  const strange = write("strange.json", JSON.stringify(trace))
  const { status, stdout } = lockstep("replay", strange)
  expect(status).toBe(9)
  const [, command = ""] = /`lockstep (.+)`/.exec(stdout) ?? []
  expect(lockstep(...command.split(" ")).status).toBe(4)
  expect(lockstep("replay", strange).status).toBe(0)
})

test("no word makes the trace of another protocol fit", () => {
  const { status, stderr } = lockstep("replay", "cli/test/samples/traces/order-saga", "--spec", "docs/lock.ts")
  expect(stderr).toMatch(
    /jsonl:1:1: is a trace of orderSaga, and docs\/lock\.ts has no role inventory {2}\[other-spec\]/,
  )
  expect(stderr).toContain("give the spec of orderSaga: --spec <path>")
  expect(stderr).not.toContain("--accept")
  expect(status).toBe(2)
})

test("the word that is given beside the trace of another build makes it fit", () => {
  const samples = join(root, "cli/test/samples/traces/order-saga")
  mkdirSync(join(folder, "trace"))
  for (const name of readdirSync(samples))
    write(join("trace", name), readFileSync(join(samples, name), "utf8").replace(/"spec":"\w+"/, '"spec":"f00d"'))
  const words = ["replay", relative(root, join(folder, "trace")), "--spec", "specs/transactions/order-saga"]
  const { status, stderr } = lockstep(...words)
  expect(stderr).toMatch(/jsonl:1:1: is of a build from spec f00d, .* {2}\[other-spec\]/)
  expect(status).toBe(2)
  const [accept = ""] = /--accept \w+/.exec(stderr) ?? []
  expect(lockstep(...words, ...accept.split(" "))).toMatchObject({ status: 0, stderr: "" })
})

test("a line of a trace that is no JSON is refused with the column where it stops being it", () => {
  const line = '{"trace": 1, "node": x, "role": "inventory"}'
  const { status, stderr } = lockstep(
    "replay",
    write("n.jsonl", `${line}\n`),
    "--spec",
    "specs/transactions/order-saga",
  )
  expect(stderr).toContain("n.jsonl:1:22: is no JSON  [bad-trace]")
  expect(status).toBe(2)
})
