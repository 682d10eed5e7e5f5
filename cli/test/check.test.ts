import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { command, lockstep, root } from "./run.ts"

/** Inside the workspace, so that a spec there finds the language. */
let folder = ""
beforeAll(() => {
  folder = mkdtempSync(join(root, "cli/test/tmp-"))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

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

test("a counterexample says in which of several states it begins, wherever it is told", () => {
  const file = spec(
    "several.ts",
    `import { algorithm } from "@lockstep/language"
const from = (first: readonly number[]) =>
  algorithm<{ a: number; b: number }>({
    initial: first.map((a) => ({ a, b: 0 })),
    actions: { up: ({ b }) => b < 2 && { b: b + 1 } },
    always: { small: ({ a, b }) => a + b < 3 },
  })
export const several = from([0, 1, 2])
export const one = from([2])
`,
  )
  const told = (name: string, format: string): string =>
    lockstep("check", file, "--instance", name, "--no-cache", "--format", format).stdout
  expect(told("several", "pretty")).toMatch(/ {3}0 {2}begins with +a 2 {2}b 0\n {3}1 {2}up .* b 0→1\n/)
  expect(told("several", "mermaid")).toContain("Note over state: begins with<br/>a 2<br/>b 0\n")
  expect(told("several", "github")).toContain("%0A0  begins with  a 2  b 0%0A1  up  b 0→1%0A")
  for (const format of ["pretty", "mermaid", "github"]) expect(told("one", format)).not.toContain("begins with")
})

test("a seed changes fingerprints, and nothing that is found", () => {
  const [first, second] = ["0", "7"].map((seed) => {
    const [report] = JSON.parse(
      lockstep("check", "specs/consensus/election", "--instance", "quick", "--workers", "1", "--json", "--seed", seed)
        .stdout,
    )
    return { ...report, seconds: 0, bytes: 0, digest: "" }
  })
  expect(first).toEqual(second)
  expect(first.states).toBe(937)
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

test("what one instance does not need is not called dead where another was left out", () => {
  const file = spec(
    "rests.ts",
    `import { algorithm } from "@lockstep/language"
const counting = (most: number) =>
  algorithm<{ n: number }>({
    initial: [{ n: 0 }],
    actions: { up: ({ n }) => n < most && { n: n + 1 }, reset: ({ n }) => n > 3 && { n: 0 } },
    always: { small: ({ n }) => n < 9 },
  })
export const calm = counting(2)
export const busy = counting(6)
`,
  )
  const { status, stdout, stderr } = lockstep("check", file, "--instance", "calm")
  expect(stdout).toContain("never did anything here: reset")
  expect(stderr).not.toContain("vacuous")
  expect(status).toBe(0)
  expect(lockstep("check", file).status).toBe(0)
  expect(lockstep("check", "cli/test/samples/dead-handler.ts", "--instance", "counter").status).toBe(6)
})

test.each(["check", "simulate", "explore", "mutate"])("%s refuses a model that is not made as it must be", (name) => {
  const file = spec(
    "misspelt.ts",
    `import { model } from "@lockstep/language"
import { election } from "../../../specs/consensus/election/protocol.ts"

export const calm = model(election, { nodes: { servers: 3 }, network: { kind: "bag" } })
export const stormy = model(election, { ...calm, crashs: { budget: 1, afterwards: "restart" } })
`,
  )
  const { status, stderr } = lockstep(name, file)
  const message = /misspelt\.ts:5: stormy: crashs means nothing here: there are .*crashes,.*\[bad-model\]/
  expect(stderr).toMatch(message)
  expect(status).toBe(2)
  expect(lockstep(name, file, "--instance", "stormy")).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(message),
  })
})

test("a model that is not made as it must be is in the way of no other", () => {
  const file = spec(
    "one-misspelt.ts",
    `import { algorithm } from "@lockstep/language"
const initial = [{ n: 0 }]
const actions = { up: ({ n }: { n: number }) => n < 3 && { n: n + 1 } }
export const calm = algorithm<{ n: number }>({ initial, actions })
export const stormy = algorithm<{ n: number }>({ initial, actions, ...{ allways: {} } })
export const nothing = { kind: "model" }
`,
  )
  expect(lockstep("check", file, "--instance", "calm")).toMatchObject({ status: 0, stderr: "" })
  const other = lockstep("check", file, "--instance", "stormy")
  expect(other.stderr).toContain("one-misspelt.ts:5: stormy: allways means nothing here")
  expect(other.status).toBe(2)
  expect(lockstep("check", file, "--instance", "nothing")).toMatchObject({ status: 2 })
})

test("a search that runs out of time exits with 7", () => {
  const { status, stdout } = lockstep("check", spec("endless.ts", endless), "--timeout", "200ms")
  expect(stdout).toContain("inconclusive: the time is up")
  expect(stdout).toContain("small   not broken so far")
  expect(stdout).toMatch(/grew between depth \d+ and \d+: n from [\d,]+ to [\d,]+\n/)
  expect(status).toBe(7)
})

test("what grew is told by its place", () => {
  const lengthens = `import { algorithm } from "@lockstep/language"
export const up = algorithm<{ log: readonly { n: number }[]; last: { n: number } }>({
  initial: [{ log: [{ n: 0 }], last: { n: 0 } }],
  actions: { up: ({ log, last }) => ({ log: [...log, last], last: { n: last.n + 1 } }) },
})
`
  const { stdout } = lockstep("check", spec("lengthens.ts", lengthens), "--timeout", "1s", "--no-lint")
  expect(stdout.replace(/\s+/g, " ")).toMatch(
    /: log from [\d,]+ to [\d,]+ items, (?=.*last\.n from [\d,]+)(?=.*log\[\]\.n from [\d,]+)/,
  )
})

test("a search that needs too much memory exits with 7", () => {
  const { status, stdout } = lockstep("check", spec("memory.ts", endless), "--memory", "1m")
  expect(stdout).toContain("inconclusive: the memory is used up")
  expect(status).toBe(7)
})

test.each(["1", "2"])("a search by %s thread(s) whose values fill the heap stops before the engine does", (workers) => {
  const large = endless
    .replace("{ n: number }", "{ n: number; pad: string }")
    .replace("[{ n: 0 }]", '[{ n: 0, pad: "" }]')
    .replace("({ n: s.n + 1 })", '({ n: s.n + 1, pad: "x".repeat(100_000) + s.n })')
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--max-old-space-size=256", command, "check", spec("large.ts", large), "--no-lint", "--workers", workers],
    { cwd: root, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } },
  )
  expect(stderr).toBe("")
  expect(stdout.replace(/\s+/g, " ")).toContain(
    "the engine has room for: NODE_OPTIONS=--max-old-space-size=<MiB> gives",
  )
  expect(status).toBe(7)
})

/** Runs a check, and lets something happen to it after a second. */
const interrupted = async (file: string, happen: (child: ChildProcess) => void) => {
  const child = spawn(process.execPath, [command, "check", file], { cwd: root })
  let output = ""
  child.stdout.on("data", (data) => {
    output += data
  })
  setTimeout(() => happen(child), 3_000)
  const [code, signal] = await once(child, "close")
  return { output, code, signal }
}

test("an interrupted search tells what it knows and exits with 130", async () => {
  const { output, code } = await interrupted(spec("interrupted.ts", endless), (child) => child.kill("SIGINT"))
  expect(output).toContain("inconclusive: interrupted")
  expect(code).toBe(130)
})

test("a search that is ended from outside tells what it knows and exits with 143", async () => {
  const { output, code } = await interrupted(spec("terminated.ts", endless), (child) => child.kill("SIGTERM"))
  expect(output).toContain("inconclusive: interrupted")
  expect(code).toBe(143)
})

/** Its handler keeps the command busy for longer than anybody waits between two key strokes. */
const slow = `import { algorithm } from "@lockstep/language"
export const slow = algorithm<{ n: number }>({
  initial: [{ n: 0 }],
  actions: {
    up: (s) => {
      let left = 1_000_000_000
      while (left > 0) left = left - 1
      return { n: s.n + 1 }
    },
  },
})
`

test("a second Ctrl-C ends the command at once", async () => {
  const { output, signal } = await interrupted(spec("impatient.ts", slow), (child) => {
    const again = setInterval(() => child.kill("SIGINT"), 100)
    child.on("exit", () => clearInterval(again))
  })
  expect(signal).toBe("SIGINT")
  expect(output).toBe("")
})

test("a reader that stops reading ends the command, and not with 0", () => {
  const line = `"${process.execPath}" "${command}" check docs/lock.ts cli/test/samples/counter.ts`
  const { stdout, stderr } = spawnSync("sh", ["-c", `{ ${line}; echo "exit $?" >&2; } | true`], {
    cwd: root,
    encoding: "utf8",
  })
  expect(stdout).toBe("")
  expect(stderr).toBe("exit 141\n")
})

test("where nobody watches there is neither progress nor colour", () => {
  const { FORCE_COLOR: _, NO_COLOR: __, ...env } = process.env
  const run = (more: object) =>
    spawnSync(process.execPath, [command, "check", spec("silent.ts", endless), "--timeout", "300ms"], {
      cwd: root,
      encoding: "utf8",
      env: { ...env, ...more },
    })
  const escape = "\u001b"
  expect(run({}).stderr).toBe("")
  expect(run({}).stdout).not.toContain(escape)
  expect(run({ FORCE_COLOR: "1" }).stdout).toContain(escape)
  expect(run({ NO_COLOR: "1" }).stdout).not.toContain(escape)
})

test("an instance called nightly is skipped, and said to be", () => {
  const file = spec(
    "both.ts",
    `${endless.replace("s.n + 1", "(s.n + 1) % 9")}export const nightly = algorithm<{ n: number }>({
  initial: [{ n: 0 }],
  actions: { up: (s) => ({ n: (s.n + 1) % 5 }) },
})
`,
  )
  const usual = lockstep("check", file)
  expect(usual.stdout).toContain("both · up")
  expect(usual.stdout).not.toContain("nightly")
  expect(usual.stderr).toContain("not run: both · nightly, which runs only with --instance nightly")
  expect(lockstep("check", file, "--instance", "nightly").stdout).toContain("both · nightly")
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

test("a protocol that lint complains of is not checked, and others are", () => {
  const { status, stdout, stderr } = lockstep("check", "cli/test/samples/reads-clock.ts", "docs/lock.ts")
  expect(stderr).toContain("cli/test/samples/reads-clock.ts:14:38: `Date` reads")
  expect(stderr).toContain("\nnot checked: --no-lint explores it all the same\n")
  expect(stdout).toMatch(/^lock · twoClients/)
  expect(status).toBe(2)
})

test("an algorithm with a mistake in its types, or with a clock, is not checked", () => {
  const untyped = `import { algorithm } from "@lockstep/language"
export const up = algorithm<{ n: number }>({
  initial: [{ n: 0 }],
  actions: { up: ({ n }) => n !== "three" && { n: n + 1 } },
})
`
  const wrong = lockstep("check", spec("untyped-algorithm.ts", untyped))
  expect(wrong.stderr).toMatch(/untyped-algorithm\.ts:4:29: .* no overlap\. {2}\[type-error\]\n/)
  expect(wrong).toMatchObject({ status: 2, stdout: "" })
  const timed = lockstep("check", spec("timed-algorithm.ts", untyped.replace('n !== "three"', "n < Date.now()")))
  expect(timed.stderr).toMatch(/timed-algorithm\.ts:4:33: `Date` reads the machine's clock.* {2}\[reads-clock\]\n/)
  expect(timed.stderr).toContain("let an action move it on")
  expect(timed).toMatchObject({ status: 2, stdout: "" })
})

test("a long search ends when lint complains", () => {
  const file = spec(
    "long.ts",
    `import { model, protocol, spec } from "@lockstep/language"
const { role } = spec<{ state: { count: number; at: number }; timer: "tick" }>()
const server = role({
  initial: { count: 0, at: 0 },
  timers: { tick: { while: (node) => node.at === 0, fire: (node) => ({ count: node.count + 1, at: 0 * Math.random() }) } },
})
export const long = model(protocol({ roles: { servers: server } }), { nodes: { servers: 1 } })
`,
  )
  const { status, stdout, stderr } = lockstep("check", file)
  expect(stderr).toContain("[uses-randomness]")
  expect(stdout).toBe("")
  expect(status).toBe(2)
  expect(lockstep("check", file, "--no-lint", "--timeout", "200ms").status).toBe(7)
})

test("--no-lint explores what lint complains of", () => {
  const { status, stdout, stderr } = lockstep("check", "cli/test/samples/threw.ts", "--no-lint")
  expect(stdout).toContain("[threw]")
  expect(stderr).toBe("")
  expect(status).toBe(2)
})

test("what a client gives that is no data is refused before anything begins", () => {
  const sample = "cli/test/samples/unsupported-argument.ts"
  const { status, stdout } = lockstep("check", sample)
  expect(stdout).toContain(
    "clients: gave .undo: undefined is no data: use null for what is absent  [unsupported-value]",
  )
  expect(stdout).toContain(`${sample}:13\n    use booleans,`)
  expect(status).toBe(2)
  expect(lockstep("simulate", sample)).toMatchObject({ status: 2, stderr: expect.stringContaining("[failing]") })
})

test.each([
  ["a path that is not there", ["check", "no/such/place"], "no/such/place: does not exist  [no-such-path]"],
  ["an unknown flag", ["check", "--fast"], "[unknown-option]"],
  ["an unknown command", ["chekc"], 'there is no command "chekc"  [unknown-command]'],
  ["a flag without its value", ["check", "--instance"], "argument missing  [unknown-option]"],
  ["a flag where a value is due", ["check", "--workers", "--exact"], "--workers is given no value: what follows it is"],
  ["less than no threads", ["check", "--workers", "-1"], '--workers does not understand "-1"  [bad-number]'],
  ["a negative seed", ["check", "specs", "--seed", "-3"], '--seed does not understand "-3"  [bad-number]'],
  ["a seed where none is used", ["check", "--exact", "--seed", "3"], "--exact and --seed cannot both be had"],
  ["a value that a flag does not take", ["check", "--exact=yes"], "does not take an argument  [unknown-option]"],
  ["no threads", ["check", "specs", "--workers", "0"], "write it like --workers 2"],
  ["half a thread", ["check", "specs", "--workers", "1.5"], '--workers does not understand "1.5"  [bad-number]'],
  ["memory in words", ["check", "specs", "--memory", "lots"], '--memory does not understand "lots"  [bad-number]'],
  ["memory without a unit", ["check", "specs", "--memory", "4"], "write it like --memory 4g"],
  ["no memory", ["check", "specs", "--memory", "0g"], '--memory does not understand "0g"  [bad-number]'],
  ["a time without a unit", ["check", "specs", "--timeout", "10"], "write it like --timeout 60s"],
  ["no time", ["check", "specs", "--timeout", "0s"], '--timeout does not understand "0s"  [bad-number]'],
  ["a seed that is no number", ["check", "specs", "--seed", "abc"], "write it like --seed 7"],
  ["a seed of more than 32 bits", ["check", "specs", "--seed", "4294967296"], "write it like --seed 7"],
  [
    "two formats",
    ["check", "specs", "--reporter", "junit", "--format", "itf"],
    "itf and junit cannot both be printed  [two-formats]\n  write one of them to a file: --reporter junit=<file>",
  ],
  [
    "two formats for a file",
    ["check", "specs", "--reporter", "junit=dist/out", "--reporter", "json=./dist/../dist/out"],
    "junit and json cannot both be written to ./dist/../dist/out  [two-formats]\n  name another file for one of them",
  ],
  ["a file of another kind", ["check", "README.md"], "README.md: is no TypeScript file  [not-a-spec]"],
  ["a path that is empty", ["check", ""], '"": does not exist  [no-such-path]'],
  ["a TypeScript file without models", ["check", "cli/src/exit.ts"], "cli/src/exit.ts: holds no model  [no-models]"],
  ["a package that is not installed", ["check", "cli/test/samples/loading/missing-package.ts"], "npm install lokstep"],
  ["nothing but what is named", ["check", "cli/test/samples/nightly.ts"], "[only-on-request]"],
  [
    "an unknown instance",
    ["check", "specs/consensus/election", "--instance", "slow"],
    "choose from alone, calm, ci, quick, watched",
  ],
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

test("a mistake that shows lines later is shown with its own place", () => {
  const { status, stderr } = lockstep("check", spec("open.ts", "export const some = [\n  (,\n]\n"))
  expect(stderr).toMatch(/open\.ts:2:4: Expression expected {2}\[cannot-load\]\n {2}2 │ {3}\(,\n +\^\n/)
  expect(status).toBe(2)
})

const loading = "cli/test/samples/loading"

const everyCommand = ["check", "simulate", "mutate"]

test.each([
  ["ends the process", everyCommand, "exits.ts", "exits.ts:5:9: ends the process before the command is done"],
  ["waits forever", everyCommand, "waits.ts", "waits.ts: waits while it is loaded for something that never comes"],
  ["rejects what nobody waits for", everyCommand, "rejects.ts", "rejects.ts:5:21: nobody hears this  [cannot-load]"],
])("a spec that %s exits with 2, and says so", (_what, commands, name, message) => {
  for (const one of commands) {
    const { status, stderr, stdout } = lockstep(one, `${loading}/${name}`, "--json")
    expect(stderr).toContain(message)
    expect(JSON.parse(stdout)).toHaveProperty("failure.code")
    expect(status).toBe(2)
  }
})

test.each([[["--workers", "1"]], [["--workers", "2"]]])("a handler that ends the process is named, with %j", (args) => {
  const { status, stdout } = lockstep("check", `${loading}/exits-later.ts`, "--no-lint", ...args)
  expect(stdout).toMatch(
    /✗ up: throws what only ends the process: take process\.exit out {2}\[threw\]\n +cli.test.samples.loading.exits-later\.ts:9:\d+\n/,
  )
  expect(status).toBe(2)
})

const reallyExits = "(process as unknown as { reallyExit: (code: number) => never }).reallyExit(0)"

test.each([
  ["reallyExit", reallyExits],
  ["abort", "process.abort()"],
])("a handler that ends the process by way of %s is named", (name, ends) => {
  const file = spec(`${name}.ts`, endless.replace("({ n: s.n + 1 })", `s.n < 3 ? { n: s.n + 1 } : ${ends}`))
  const { status, stdout } = lockstep("check", file, "--no-lint")
  expect(stdout).toContain(`✗ up: throws what only ends the process: take process.${name} out  [threw]`)
  expect(status).toBe(2)
})

test("a spec that ends the process by a way of its own is told of", () => {
  const { status, stderr } = lockstep("check", spec("really.ts", `${endless};${reallyExits}\n`))
  expect(stderr).toMatch(/really\.ts:7:\d+: ends the process before the command is done {2}\[ends-command\]/)
  expect(status).toBe(2)
})

test("a handler that throws is placed in a folder with a space in its name, too", () => {
  const project = mkdtempSync(join(folder, "a b-"))
  writeFileSync(join(project, "up.ts"), endless.replace("({ n: s.n + 1 })", "s.of.what"))
  const { stdout } = lockstep("check", join(project, "up.ts"), "--no-lint")
  expect(stdout).toMatch(/a b-\w+.up\.ts:4:30\n +4 │ {3}actions: \{ up: \(s\) => s\.of\.what \},\n/)
})

test.each(["step", "never", "reachable"])("what is wrong in a `%s` is placed, whatever else has its name", (kind) => {
  const small = `${kind}: { small: () => "yes" }`
  const file = spec(
    `wrong-${kind}.ts`,
    `${endless.replace("always: { small: (s) => s.n >= 0 }", small)}export const small = ""\n`,
  )
  const { stdout } = lockstep("check", file, "--no-lint")
  expect(stdout).toContain("small: gave a string where true or false was due  [not-a-state]\n")
  expect(stdout).toMatch(new RegExp(`\\n +\\S*wrong-${kind}\\.ts:5\\n`))
})

test("a command that is told can be run as it stands, in a folder with a space in its name, too", () => {
  const project = mkdtempSync(join(folder, "a b-"))
  writeFileSync(join(project, "up.ts"), endless.replace("s.n >= 0", "s.n < 2"))
  const { stdout } = lockstep("check", join(project, "up.ts"), "--no-lint", "--reporter", "github")
  expect(stdout).toMatch(/See it with `lockstep check "[^"]*a b-\w+.up\.ts" --instance up`/)
})

test("a spec whose timer runs on does not keep the command", () => {
  const { status, stdout } = lockstep("check", `${loading}/ticks.ts`, "--no-lint", "--json")
  expect(JSON.parse(stdout)).toHaveLength(1)
  expect(status).toBe(0)
}, 20_000)

test("a spec in a package of CommonJS is told what to do", () => {
  const project = mkdtempSync(join(folder, "commonjs-"))
  writeFileSync(join(project, "package.json"), `{ "name": "old", "type": "commonjs" }\n`)
  writeFileSync(join(project, "up.ts"), endless)
  const { status, stderr } = lockstep("check", join(project, "up.ts"), "--no-lint")
  expect(stderr).toMatch(/^\S*up\.ts:1:1: is an ES module, and the package.json above it says .* {2}\[cannot-load\]/)
  expect(stderr).toContain(`put \`"type": "module"\` into that package.json`)
  expect(status).toBe(2)
  mkdirSync(join(project, "specs"))
  writeFileSync(join(project, "specs/package.json"), `{ "type": "module" }\n`)
  writeFileSync(join(project, "specs/up.ts"), endless.replace("({ n: s.n + 1 })", "s.n < 3 && { n: s.n + 1 }"))
  expect(lockstep("check", join(project, "specs/up.ts"), "--no-lint")).toMatchObject({ status: 0, stderr: "" })
})

test("what else Node warns of is heard", () => {
  const { status, stderr } = lockstep(
    "check",
    spec("warns.ts", `process.emitWarning("mind this")\n${endless}`),
    "--workers=1",
    "--timeout=1ms",
  )
  expect(stderr).toContain("Warning: mind this\n")
  expect(status).toBe(7)
})

/** Only Linux has a file that is always full. */
const onFullDisk = test.skipIf(!existsSync("/dev/full"))

onFullDisk.each([
  ["a report", "check docs/lock.ts"],
  ["data", "check docs/lock.ts --json"],
  ["help", "--help"],
])("%s that finds no room on the disk of the output exits with 2", (_what, words) => {
  const { status, stderr } = spawnSync("sh", ["-c", `"${process.execPath}" "${command}" ${words} >/dev/full`], {
    cwd: root,
    encoding: "utf8",
  })
  expect(stderr).toContain("standard output: cannot be written: ENOSPC: no space left on device, write  [cannot-write]")
  expect(status).toBe(2)
})

onFullDisk("where there is no room for what is said on the way, the answer is the same", () => {
  const words = `"${process.execPath}" "${command}" check docs/lock.ts 2>/dev/full`
  const { status, stdout } = spawnSync("sh", ["-c", words], { cwd: root, encoding: "utf8" })
  expect(stdout).toContain("lock · twoClients")
  expect(status).toBe(4)
})

const tooLong = "a".repeat(300)

test.each([
  ["judge", ["judge", tooLong, "--object", "register"]],
  ["replay", ["replay", tooLong, "--spec", "specs/consensus/election"]],
])("%s says of a name that no file can have that there is none", (_name, args) => {
  const { status, stderr } = lockstep(...args)
  expect(stderr).toMatch(/: (is no file|does not exist) {2}\[no-/)
  expect(status).toBe(2)
})

const election = "specs/consensus/election"

test.each([
  ["a report", ["check", "docs/lock.ts", "--reporter", "json=docs"], "docs: cannot be written: EISDIR"],
  ["a path below a file", ["check", "docs/lock.ts", "--reporter", "json=package.json/a"], "package.json/a: cannot be"],
  [
    "a failure that is kept",
    ["simulate", "specs/consensus/election/mutants.ts", "--instance", "votesTwice", "--save", "docs"],
    "docs: cannot be written: EISDIR",
  ],
  ["a library", ["generate", election, "--out", "package.json/a", "--unchecked"], "not a directory, mkdir"],
  ["a library to compare with", ["generate", election, "--out", "package.json/a", "--instance", "quick"], "mkdtemp"],
  ["a project", ["init", "package.json/a", "--yes"], "package.json/a/specs/lock/protocol.ts: cannot be written"],
])("%s that cannot be written exits with 2", (_what, args, message) => {
  const { status, stderr } = lockstep(...args)
  expect(stderr).toContain(message)
  expect(stderr).toContain("[cannot-write]")
  expect(status).toBe(2)
})
