import { spawn, spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, expect, test } from "vitest"

const root = fileURLToPath(new URL("../..", import.meta.url))
const command = join(root, "cli/bin/lockstep.mjs")
/** Inside the workspace, so that a spec there finds the language. */
let folder = ""
beforeAll(() => {
  folder = mkdtempSync(join(root, "cli/test/tmp-"))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const lockstep = (...args: string[]) =>
  spawnSync(process.execPath, [command, ...args], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  })

const spec = (name: string, text: string): string => {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

const endless = `import { algorithm } from "@lockstep/language"
export const up = algorithm<{ n: number }>({
  initial: [{ n: 0 }],
  actions: { up: (s) => ({ n: s.n + 1 }) },
  always: { small: (s) => s.n >= 0 },
})
`

test("a verified model exits with 0, and says how much was explored", () => {
  const { status, stdout } = lockstep("check", "specs/consensus/election", "--instance", "quick")
  expect(stdout).toContain("937 states")
  expect(stdout).toContain("verified, within the stated bounds")
  expect(status).toBe(0)
})

test("a violation exits with 4", () => {
  const { status, stdout } = lockstep("check", "specs/consensus/election/mutants.ts", "--instance", "forgetsItsVote")
  expect(stdout).toContain("broken in 7 steps: No two servers lead the same term.")
  expect(stdout).toMatch(/n3 {2}crashes and restarts +votedFor n1→none/)
  expect(status).toBe(4)
})

test("--json is the report", () => {
  const { stdout } = lockstep("check", "specs/consensus/election/mutants.ts", "--instance", "forgetsItsVote", "--json")
  const [report] = JSON.parse(stdout)
  expect(report).toMatchObject({ instance: "forgetsItsVote", verdict: "violated" })
  expect(report.properties[0].trace.steps).toHaveLength(7)
})

test("--format mermaid is a sequence diagram", () => {
  const { stdout } = lockstep(
    "check",
    "specs/consensus/election/mutants.ts",
    "--instance",
    "forgetsItsVote",
    "--format",
    "mermaid",
  )
  expect(stdout).toMatch(/^sequenceDiagram\n {2}participant n1\n/)
  expect(stdout).toContain("n1->>n3: RequestVote(1)")
})

test("--format itf is a trace that other tools read", () => {
  const { stdout } = lockstep(
    "check",
    "specs/consensus/election/mutants.ts",
    "--instance",
    "forgetsItsVote",
    "--format",
    "itf",
  )
  const trace = JSON.parse(stdout)
  expect(trace["#meta"].format).toBe("ITF")
  expect(trace.vars).toContain("n1")
  expect(trace.states).toHaveLength(8)
})

test("an unreachable goal exits with 6", () => {
  const { status, stdout } = lockstep("check", "specs/consensus/election/mutants.ts", "--instance", "neverGrants")
  expect(stdout).toContain("vacuous: what must be reachable is not")
  expect(status).toBe(6)
})

test("a search that runs out of time exits with 7", () => {
  const { status, stdout } = lockstep("check", spec("endless.ts", endless), "--timeout", "200ms")
  expect(stdout).toContain("inconclusive: the time is up")
  expect(stdout).toContain("small   not broken so far")
  expect(status).toBe(7)
})

test("a search that needs too much memory exits with 7", () => {
  const { status, stdout } = lockstep("check", spec("memory.ts", endless), "--memory", "1m")
  expect(stdout).toContain("inconclusive: the memory is used up")
  expect(status).toBe(7)
})

test("an interrupted search tells what it knows and exits with 130", async () => {
  const child = spawn(process.execPath, [command, "check", spec("interrupted.ts", endless)], { cwd: root })
  let output = ""
  child.stdout.on("data", (data) => {
    output += data
  })
  setTimeout(() => child.kill("SIGINT"), 1_000)
  const code = await new Promise((resolve) => child.on("exit", resolve))
  expect(output).toContain("inconclusive: interrupted")
  expect(code).toBe(130)
})

test("a handler that throws is named with its place", () => {
  const file = spec(
    "throws.ts",
    `import { algorithm } from "@lockstep/language"
export const broken = algorithm<{ n: number }>({
  initial: [{ n: 0 }],
  actions: {
    fall: () => {
      throw "off"
    },
  },
})
`,
  )
  const { status, stdout } = lockstep("check", file)
  expect(stdout).toContain("fall: throws off  [threw]")
  expect(stdout).toMatch(/throws\.ts:5/)
  expect(status).toBe(2)
})

test.each([
  ["a path that is not there", ["check", "no/such/place"], "no/such/place: does not exist  [no-such-path]"],
  ["an unknown flag", ["check", "--fast"], "[unknown-option]"],
  ["an unknown command", ["chekc"], 'there is no command "chekc"  [unknown-command]'],
  ["a bad number", ["check", "specs", "--memory", "lots"], '--memory does not understand "lots"  [bad-number]'],
  ["an unknown instance", ["check", "specs/consensus/election", "--instance", "slow"], "choose from ci, quick"],
  ["an unknown format", ["check", "specs", "--format", "xml"], 'there is no format "xml"  [unknown-format]'],
  ["a folder without models", ["check", "docs/decisions"], "docs/decisions: holds no model  [no-models]"],
])("%s exits with 2 and says what to do", (_what, args, message) => {
  const { status, stderr, stdout } = lockstep(...args)
  expect(stderr).toContain(message)
  expect(stdout).toBe("")
  expect(status).toBe(2)
})

test("a file that does not load is shown with its place", () => {
  const { status, stderr } = lockstep("check", spec("syntax.ts", "export const = 1\n"))
  expect(stderr).toMatch(/syntax\.ts:1:14: .*\[cannot-load\]\n.*export const = 1/s)
  expect(status).toBe(2)
})
