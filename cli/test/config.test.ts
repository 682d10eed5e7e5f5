import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { lockstepIn, root } from "./run.ts"

/** A project inside the workspace, so that its files find the language and the command. */
let project = ""
beforeAll(() => {
  const home = join(root, "cli/test/dist")
  mkdirSync(home, { recursive: true })
  project = mkdtempSync(join(home, "config-"))
  mkdirSync(join(project, "specs/up/deep"), { recursive: true })
  writeFileSync(
    join(project, "specs/up/model.ts"),
    `import { algorithm } from "@lockstep/language"
const up = (most: number) => algorithm<{ n: number }>({
  initial: [{ n: 0 }],
  actions: { up: (s) => s.n < most ? { n: s.n + 1 } : false },
  always: { small: (s) => s.n <= most },
})
export const quick = up(3)
export const ci = up(1e9)
`,
  )
})
afterAll(() => rmSync(project, { recursive: true, force: true }))

const configure = (fields: string): void =>
  writeFileSync(
    join(project, "lockstep.config.ts"),
    `import { defineConfig } from "lockstep"\n\nexport default defineConfig({\n${fields}\n})\n`,
  )

test("without a path, the configured specs are checked, from any folder below", () => {
  configure(`  specs: ["specs/up"],\n  timeout: "100ms",\n  instances: { quick: { timeout: "60s" } },`)
  const { stdout, status } = lockstepIn(join(project, "specs/up/deep"), "check", "--json")
  expect(JSON.parse(stdout)).toMatchObject([
    { file: "../model.ts", instance: "ci", verdict: "inconclusive", stopped: "time" },
    { instance: "quick", verdict: "verified" },
  ])
  expect(status).toBe(7)
})

test("the command line comes before the configuration", () => {
  configure(`  specs: ["nowhere"],\n  timeout: "60s",\n  instances: { ci: { timeout: "60s" } },`)
  const { stdout } = lockstepIn(project, "check", "specs", "--timeout", "50ms", "--instance", "ci", "--json")
  expect(JSON.parse(stdout)).toMatchObject([{ verdict: "inconclusive" }])
  expect(lockstepIn(project, "check").stderr).toContain("nowhere: does not exist  [no-such-path]")
})

test("limits for a name that no instance has are told of, where everything is read", () => {
  configure(`  specs: ["specs"],\n  timeout: "60s",\n  instances: {\n    quikc: { timeout: "10s" },\n    ci: {},\n  },`)
  const { stderr, status } = lockstepIn(project, "check", "--instance", "quick")
  expect(stderr).toContain(
    "lockstep.config.ts:7: instances.quikc limits nothing: no instance is called so  [bad-config]\n  did you mean quick? there are quick, ci\n",
  )
  expect(stderr).not.toContain("instances.ci")
  expect(status).toBe(0)
  expect(lockstepIn(project, "check", "specs", "--instance", "quick").stderr).toBe("")
  configure(`  instances: { quikc: {} },`)
  expect(lockstepIn(join(project, "specs"), "check", "--instance", "quick").stderr).toBe("")
})

test("configured reporters write files beside the configuration, and pretty is printed", () => {
  configure(`  specs: ["specs"],\n  reporters: ["json=out/report.json"],`)
  const { stdout } = lockstepIn(join(project, "specs"), "check", "--instance", "quick")
  expect(stdout).toContain("verified, within the stated bounds")
  expect(JSON.parse(readFileSync(join(project, "out/report.json"), "utf8"))).toMatchObject([{ instance: "quick" }])
})

test("configured libraries are written and compared when no spec is named", () => {
  const spec = join(root, "specs/transactions/two-phase-commit").replaceAll("\\", "/")
  configure(`  libraries: [{ spec: "${spec}", out: "lib/two" }],`)
  expect(lockstepIn(project, "generate", "--check").status).toBe(8)
  expect(lockstepIn(project, "generate", "--unchecked").status).toBe(0)
  expect(lockstepIn(join(project, "specs"), "generate", spec, "--check").stdout).toBe(
    "../lib/two is what the spec gives\n",
  )
})

test.each([
  ["an unknown name", `  spec: ["specs"],`, "lockstep.config.ts:4: there is nothing to configure by the name of spec"],
  ["one that is near to another", `  specz: ["specs"],`, "did you mean specs?"],
  ["no list", `  specs: "specs",`, "lockstep.config.ts:4: specs is no list"],
  ["no specs at all", `  specs: [],`, "lockstep.config.ts:4: specs is empty, so that nothing would be read"],
  ["an empty path", `  specs: ["a", ""],`, "specs.1 is no text"],
  ["a time without a unit", `  timeout: "10",`, 'timeout does not understand "10"  [bad-config]'],
  ["a text for a number", `  workers: "2",`, "write it like workers: 2"],
  ["half a thread", `  workers: 0.5,`, "workers does not understand 0.5"],
  [
    "a limit of an instance",
    `  timeout: "1s",\n  instances: {\n    slow: {\n      memory: "much",\n    },\n  },`,
    "lockstep.config.ts:7: instances.slow.memory does not understand",
  ],
  ["an unknown reporter", `  reporters: ["jsn"],`, 'there is no format "jsn"  [bad-config]\n  did you mean json?'],
  [
    "two printed reporters",
    `  reporters: ["json", "itf"],`,
    "lockstep.config.ts:4: json and itf cannot both be printed",
  ],
  [
    "two reporters to a file",
    `  reporters: ["json=a", "itf=./a"],`,
    "lockstep.config.ts:4: json and itf cannot both be written to ./a",
  ],
  ["a library without a folder", `  libraries: [{ spec: "a" }],`, "libraries.0.out is missing"],
  ["a cache that is true", `  cache: true,`, "cache is no text"],
])("%s exits with 2 and is shown with its place", (_what, fields, message) => {
  configure(fields)
  const { status, stderr, stdout } = lockstepIn(project, "check")
  expect(stderr).toContain(message)
  expect(stderr).toContain("[bad-config]")
  expect(stdout).toBe("")
  expect(status).toBe(2)
})

test("a configuration that does not load is shown with its place", () => {
  configure("  specs: [,\n")
  const { stderr, status } = lockstepIn(project, "lint")
  expect(stderr).toMatch(/^lockstep\.config\.ts:\d+:\d+: .*\[cannot-load\]/s)
  expect(status).toBe(2)
  writeFileSync(join(project, "lockstep.config.ts"), "export const config = {}\n")
  expect(lockstepIn(project, "check").stderr).toContain("the default export is no record  [bad-config]")
})

test.each([
  ["ends the process", "process.exit(0)", "[ends-command]"],
  ["waits forever", "await new Promise(() => {})", "lockstep.config.ts: waits while it is loaded"],
])("a configuration that %s exits with 2", (_what, line, message) => {
  writeFileSync(join(project, "lockstep.config.ts"), `${line}\nexport default {}\n`)
  const { status, stderr } = lockstepIn(project, "check")
  expect(stderr).toContain(message)
  expect(status).toBe(2)
})
