import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { lockstep } from "./run.ts"
import { endless, project, spec } from "./specs.ts"

test.each([[[]], [["--timeout", "60s"]]])("a file that does not load is shown with its place, with %j", (args) => {
  const { status, stderr } = lockstep("check", spec("syntax.ts", "export const = 1\n"), ...args)
  expect(stderr).toMatch(/syntax\.ts:1:14: .*\[cannot-load\]\n.*export const = 1/s)
  expect(status).toBe(2)
})

test.each([[[]], [["--timeout", "60s"]]])(
  "a word of the language that throws is told where it is called, with %j",
  (args) => {
    const text = `import { distinct } from "@lockstep/language"\nexport const some = distinct(1 as never, () => 1)\n`
    const { status, stderr } = lockstep("check", spec("calls.ts", text), ...args)
    expect(stderr).toMatch(/calls\.ts:2:21: .*\[cannot-load\]\n {2}2 │ export const some/)
    expect(status).toBe(2)
  },
)

test("a mistake that shows lines later is shown with its own place", () => {
  const { status, stderr } = lockstep("check", spec("open.ts", "export const some = [\n  (,\n]\n"))
  expect(stderr).toMatch(/open\.ts:2:4: Expression expected {2}\[cannot-load\]\n {2}2 │ {3}\(,\n +\^\n/)
  expect(status).toBe(2)
})

const loading = "cli/test/samples/loading"

const everyCommand = ["check", "simulate", "mutate"]

test.each([
  ["ends the process", everyCommand, "exits.ts", "exits.ts:5:9: ends the process before the command is done"],
  ["aborts the process", everyCommand, "aborts.ts", "aborts.ts:5:9: ends the process before the command is done"],
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

test.each([["check"], ["mutate"], ["explore"]])(
  "%s cuts off a spec that never comes to an end while it is loaded",
  (command) => {
    const { status, stderr } = lockstep(command, spec("loops.ts", `${endless}\nwhile (true);\n`), "--timeout", "1s")
    expect(stderr).toContain(
      "loops.ts: does not come to an end while it is loaded, and its time is over  [cannot-load]",
    )
    expect(status).toBe(2)
  },
)

test("a spec that awaits something while it is loaded is loaded where there is a time limit, too", () => {
  const { status, stderr } = lockstep("check", spec("awaits.ts", `await 1\n${endless}`), "--no-lint", "--timeout=1ms")
  expect({ status, stderr }).toEqual({ status: 7, stderr: "" })
})

test.each([[["--workers", "1"]], [["--workers", "2"]]])("a handler that ends the process is named, with %j", (args) => {
  const { status, stdout } = lockstep("check", `${loading}/exits-later.ts`, "--no-lint", ...args)
  expect(stdout).toMatch(
    /✗ up: throws what only ends the process: take process\.exit out {2}\[threw\]\n +cli.test.samples.loading.exits-later\.ts:9:\d+\n/,
  )
  expect(status).toBe(2)
})

test("a spec whose timer runs on does not keep the command", () => {
  const { status, stdout } = lockstep("check", `${loading}/ticks.ts`, "--no-lint", "--json")
  expect(JSON.parse(stdout)).toHaveLength(1)
  expect(status).toBe(0)
}, 20_000)

test("a spec in a package of CommonJS is told what to do", () => {
  const folder = project("commonjs-")
  writeFileSync(join(folder, "package.json"), `{ "name": "old", "type": "commonjs" }\n`)
  writeFileSync(join(folder, "up.ts"), endless)
  const { status, stderr } = lockstep("check", join(folder, "up.ts"), "--no-lint")
  expect(stderr).toMatch(/^\S*up\.ts:1:1: is an ES module, and the package.json above it says .* {2}\[cannot-load\]/)
  expect(stderr).toContain(`put \`"type": "module"\` into that package.json`)
  expect(status).toBe(2)
  mkdirSync(join(folder, "specs"))
  writeFileSync(join(folder, "specs/package.json"), `{ "type": "module" }\n`)
  writeFileSync(join(folder, "specs/up.ts"), endless.replace("({ n: s.n + 1 })", "s.n < 3 && { n: s.n + 1 }"))
  expect(lockstep("check", join(folder, "specs/up.ts"), "--no-lint")).toMatchObject({ status: 0, stderr: "" })
})

test("what else Node warns of is heard", () => {
  const { status, stderr } = lockstep(
    "check",
    spec("warns.ts", `process.emitWarning("mind this")\n${endless}`),
    "--no-lint",
    "--workers=1",
    "--timeout=1ms",
  )
  expect(stderr).toContain("Warning: mind this\n")
  expect(status).toBe(7)
})
