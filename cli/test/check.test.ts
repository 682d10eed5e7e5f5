import { spawnSync } from "node:child_process"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { command, lockstep, root } from "./run.ts"
import { endless, project, spec } from "./specs.ts"

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

test("what goes wrong in a refined machine is named with its place, where the beginning is too", () => {
  const file = spec(
    "refining.ts",
    `import { algorithm, refinement } from "@lockstep/language"
const machine = (up: () => never, n = 0) =>
  algorithm<{ n: number }>({ initial: [{ n }], actions: { up } })
const counting = (of: ReturnType<typeof machine>) =>
  algorithm<{ n: number }>({
    initial: [{ n: 0 }, { n: 1 }],
    actions: { up: ({ n }) => n < 3 && { n: n + 1 } },
    refines: { machine: refinement(of, () => ({ n: 0 })) },
  })
const bare = algorithm<{ n: number }>({ initial: [], actions: { up: () => false } })
export const begins = counting(machine(() => 3 as never, 7))
export const empty = bare
export const returns = algorithm<{ n: number }>({
  initial: [{ n: 0 }],
  actions: { up: ({ n }) => n < 3 && { n: n + 1 } },
  refines: {
    other: refinement(
      machine(
        () => 3 as never,
      ),
      ({ n }) => ({ n }),
    ),
  },
})
`,
  )
  const { stdout } = lockstep("check", file, "--no-lint", "--no-cache")
  expect(stdout).toMatch(
    /no beginning of the machine: \{n: 0\}\n[^\n]*still open[^\n]*\n\n {3}0 {2}begins with {2}n 0\n/,
  )
  expect(stdout).toMatch(/✗ initial: has no state to begin with .*\n +\S*refining\.ts:12\n/)
  expect(stdout).toMatch(/✗ refines\.other\.up: returned a number .*\n +\S*refining\.ts:19\n/)
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
  const folder = project("a b-")
  writeFileSync(join(folder, "up.ts"), endless.replace("({ n: s.n + 1 })", "s.of.what"))
  const { stdout } = lockstep("check", join(folder, "up.ts"), "--no-lint")
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
  const folder = project("a b-")
  writeFileSync(join(folder, "up.ts"), endless.replace("s.n >= 0", "s.n < 2"))
  const { stdout } = lockstep("check", join(folder, "up.ts"), "--no-lint", "--reporter", "github")
  expect(stdout).toMatch(/See it with `lockstep check "[^"]*a b-\w+.up\.ts" --instance up`/)
})

test.each([
  ["caught", undefined],
  ["harmless", "small: it does not"],
  ["misnamed", "tiny: no property has this name"],
  ["tooGross", "smaller: small is broken sooner, and the search ends there"],
])("a mutant that does not break what it is made to says so: %s", (name, what) => {
  const { stdout } = lockstep("check", "cli/test/samples/mutants.ts", "--instance", name)
  const said = /! this mutant is to break (.*)/.exec(stdout)?.[1]
  expect(said).toBe(what)
})
