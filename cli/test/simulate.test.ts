import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Worker } from "node:worker_threads"
import { expect, onTestFinished, test } from "vitest"
import { lockstep } from "./run.ts"

const spec = "specs/consensus/election"

test.each([
  ["no path", ["simulate"], "[path-count]"],
  ["a folder of several protocols", ["simulate", "specs"], "simulate needs one protocol, and was given 8"],
  ["a fault that nobody knows", ["simulate", spec, "--faults", "loss,fire"], '"fire"'],
  ["a role that is not there", ["simulate", spec, "--nodes", "clients=3"], "choose servers"],
  ["a number of nodes that is none", ["simulate", spec, "--nodes", "servers"], "--nodes servers=5"],
  ["no node of a role", ["simulate", spec, "--nodes", "servers=0"], "--nodes servers=5"],
  ["no run", ["simulate", spec, "--runs", "0"], '--runs does not understand "0"'],
  [
    "no threads",
    ["simulate", spec, "--workers", "0"],
    '--workers does not understand "0"  [bad-number]\n  write it like',
  ],
  ["half a thread", ["simulate", spec, "--workers", "1.5"], "write it like --workers 2"],
  ["a duration without its unit", ["simulate", spec, "--timer", "election=5"], "--timer election=150ms-300ms"],
  ["a span that ends before it begins", ["simulate", spec, "--timer", "election=9ms-5ms"], "election=150ms-300ms"],
  ["a timer that is not there", ["simulate", spec, "--timer", "elction=5ms"], "choose election"],
  ["data beside a trace", ["simulate", spec, "--trace", "--save", "x"], "--trace and --save cannot both be had"],
  ["threads for one run", ["simulate", spec, "--trace", "--workers", "2"], "--trace and --workers cannot both be had"],
  ["threads for a replay", ["simulate", "--replay", "x", "--workers", "2"], "--replay and --workers cannot both"],
  ["another seed for a replay", ["simulate", "--replay", "x", "--seed", "1"], "--replay and --seed cannot both be had"],
  ["a path beside a replay", ["simulate", spec, "--replay", "package.json"], "[not-together]"],
])("%s exits with 2", (_what, args, message) => {
  const { status, stderr, stdout } = lockstep(...args)
  expect(stderr).toContain(message)
  expect(stdout).toBe("")
  expect(status).toBe(2)
})

test("who asks for data of a trace gets the refusal as data", () => {
  const { status, stdout } = lockstep("simulate", spec, "--trace", "--json")
  expect(JSON.parse(stdout)).toMatchObject({ failure: { reason: "--trace and --json cannot both be had" } })
  expect(status).toBe(2)
})

/** What a simulation prints, but for how fast it was. */
const withoutPace = (stdout: string): string => stdout.replace(/^ {2}[\d,]+ steps? and .*\n.* a second$/m, "")

test("a failure is kept, and fails again when it is replayed, by the same bytes however busy the machine is", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-simulate-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const keep = (name: string) => {
    const file = join(folder, name)
    const failing = lockstep("simulate", `${spec}/mutants.ts`, "--instance", "votesTwice", "--save", file)
    expect(failing).toMatchObject({ status: 4 })
    return { file, bytes: [withoutPace(failing.stdout), readFileSync(file, "utf8")] }
  }
  const { file, bytes } = keep("alone.json")
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ breaks: "oneLeaderPerTerm" })
  expect(bytes[0]).toContain("broken in")
  const again = lockstep("simulate", "--replay", file)
  expect(again.stdout).toContain("oneLeaderPerTerm is broken")
  expect(again.status).toBe(4)
  const busy = new Worker("for (;;);", { eval: true })
  onTestFinished(async () => void (await busy.terminate()))
  expect(keep("beside.json").bytes).toEqual(bytes)
})

test.each([
  ["missing-field", ':13: server.timers.election.fire: returned a state without the field "leads"'],
  ["not-an-effect", ":8: server.timers.election.fire: returned something that is no effect beside the state"],
])("a mistake that shows only while a node runs is told where it stands: %s", (name, told) => {
  const file = `cli/test/samples/${name}.ts`
  for (const more of [[], ["--trace"]]) {
    const { status, stderr, stdout } = lockstep("simulate", file, ...more)
    expect(stderr).toContain(`${file}${told}  [failing]`)
    expect(stderr).toContain(`\`lockstep check ${file} --instance oneServer\` shows the way there`)
    expect(stdout).toBe("")
    expect(status).toBe(2)
  }
})

test("data tells the steps of a failure as check does", () => {
  const { stdout, status } = lockstep("simulate", `${spec}/mutants.ts`, "--instance", "votesTwice", "--json")
  const { failure } = JSON.parse(stdout)
  expect(failure).toMatchObject({ kind: "always", name: "oneLeaderPerTerm", isHealed: false })
  expect(failure.trace.steps).toHaveLength(6)
  expect(failure.trace.steps[0]).toMatchObject({ label: { kind: "timer", name: "election" } })
  expect(failure.trace.steps[0].after).toEqual(expect.arrayContaining([expect.objectContaining({ kind: "node" })]))
  expect(status).toBe(4)
})

test("a failure that does not fit its model any more is no failure that was mended", () => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-simulate-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, "kept.json")
  lockstep("simulate", `${spec}/mutants.ts`, "--instance", "votesTwice", "--save", file)
  const text = readFileSync(file, "utf8")
  const anew = `look for it anew: \`lockstep simulate ${spec}/mutants.ts --save ${file}\``
  for (const [changed, reason, fix] of [
    [text.replace("votesTwice", "gone"), 'no instance is called "gone"', anew],
    [text.replaceAll('"n3"', '"n9"'), `${spec}/mutants.ts has no node n9`, anew],
    [text.replace('"nodes": {}', '"nodes": { "clients": 3 }'), '--nodes does not understand "clients"', anew],
    [
      text.replace(spec, "specs/nowhere"),
      "specs/nowhere/mutants.ts does not exist",
      "in the folder where it was saved",
    ],
  ] as const) {
    writeFileSync(file, changed)
    const { status, stderr } = lockstep("simulate", "--replay", file)
    expect(stderr).toContain(`${file}: speaks of what is not there: ${reason}  [not-saved]`)
    expect(stderr).toContain(fix)
    expect(status).toBe(2)
  }
  expect(lockstep("simulate", "--replay", join(folder, "none.json")).stderr).toContain("none.json: cannot be read")
})

test("where nothing is broken, it is said that nothing was saved", () => {
  const file = join(tmpdir(), "lockstep-nothing.json")
  const { stderr } = lockstep("simulate", "docs/lock.ts", "--runs", "1", "--save", file)
  expect(stderr).toBe(`nothing is broken: ${file} is not written\n`)
})

test("where the power is never cut, it is said", () => {
  const { stdout } = lockstep("simulate", "specs/consensus/raft", "--instance", "doubled", "--runs", "1")
  expect(stdout).toContain("the power was never cut, since the model loses no messages")
  const { stdout: lossy } = lockstep("simulate", spec, "--instance", "quick", "--runs", "1")
  expect(lossy).not.toContain("the power was never cut")
})

test("a goal that no run reaches is told with how many there were, and by the exit code", () => {
  const { status, stdout } = lockstep("simulate", `${spec}/mutants.ts`, "--instance", "neverGrants", "--runs", "10")
  expect(stdout).toContain("  ✗ someoneLeads            not reached in 10 runs: An election can succeed at all.\n")
  expect(stdout).toContain("  ✓ oneLeaderPerTerm        kept in every run\n")
  expect(status).toBe(6)
})

test("data names what no run has reached or done", () => {
  const { stdout } = lockstep("simulate", spec, "--runs", "1", "--decisions", "1", "--json")
  expect(JSON.parse(stdout)).toMatchObject({ reached: [], unreached: ["someoneLeads"] })
  expect(JSON.parse(stdout)).toMatchObject({ fired: {}, idle: expect.arrayContaining(["servers.on.Vote"]) })
})

test("branches of handlers that no run has taken are told with their places", () => {
  const sample = "cli/test/samples/branches.ts"
  const { stdout, status } = lockstep("simulate", sample, "--runs", "20")
  expect(status).toBe(0)
  expect(stdout).toContain(`
  13 of 19 branches were taken; not where
    ${sample}:12:7  by > 2 is never true
    ${sample}:13:12  last > 2 is never true
    ${sample}:22:21  by > 0 is never false
    ${sample}:23:23  by > 9 is never true
    ${sample}:24:35  isOdd is never true
    ${sample}:29:14  "many" is never the case
`)
  const told: unknown = JSON.parse(lockstep("simulate", sample, "--runs", "20", "--json").stdout)
  const untaken = [12, 13, 22, 23, 24, 29].map((line): unknown => expect.objectContaining({ line }))
  expect(told).toMatchObject({ branches: { total: 19, taken: 13, untaken } })
})

test("a condition that nobody came to is told once", () => {
  const { stdout } = lockstep("simulate", "specs/consensus/election", "--runs", "1", "--decisions", "1", "--seed", "3")
  expect(stdout).toMatch(/protocol\.ts:\d+:\d+ {2}term < node\.term is never asked/)
})

test("a timer that begins to run by the clock keeps its time", () => {
  const { status, stdout } = lockstep("simulate", "cli/test/samples/alarm.ts", "--runs", "100", "--timer", "ring=200ms")
  expect(stdout).toMatch(/rings +kept in every run/)
  expect(stdout).toMatch(/isDone +reached/)
  expect(stdout).not.toContain("keepsTime")
  expect(status).toBe(0)
})

test("of a minute in which nobody answers, its beginning and its end are shown", () => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-simulate-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, "forgotten.json")
  const { status, stdout } = lockstep("simulate", "cli/test/samples/forgets-a-caller.ts", "--save", file)
  expect(stdout).toMatch(/every call is answered\. n\d has taken ask of c1, and never answers\n/)
  expect(stdout).toMatch(/\n {5}all is healed, and nothing fails any more\n/)
  expect(stdout).toMatch(/\n {5}… [\d,]+ steps more: keep the run by --save <file>, and --replay <file> shows them\n/)
  expect(stdout.split("\n").length).toBeLessThan(80)
  expect(status).toBe(4)
  const again = lockstep("simulate", "--replay", file).stdout
  expect(again).toContain("all is healed")
  expect(again.split("\n").length).toBeGreaterThan(500)
})
