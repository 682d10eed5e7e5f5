import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { expect, test } from "vitest"
import { command, lockstep, root } from "./run.ts"
import { endless, spec } from "./specs.ts"

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

/** Runs a check, and lets something happen to it after three seconds. */
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
