import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import { spawnSync } from "node:child_process"
import { afterEach, beforeEach, expect, test } from "vitest"
import { readKept, writeKept } from "../src/cache/text.ts"
import { cutShort, damagesOf } from "./damage.ts"
import { command, root } from "./run.ts"

let project = ""
beforeEach(() => {
  mkdirSync(join(root, "cli/test/dist"), { recursive: true })
  project = mkdtempSync(join(root, "cli/test/dist/cache-"))
  mkdirSync(join(project, "node_modules"))
  mkdirSync(join(project, "spec"))
  writeFileSync(join(project, "spec/most.ts"), "export const most: number = 3\n")
  writeFileSync(
    join(project, "spec/model.ts"),
    `import { algorithm, Map, Set } from "@lockstep/language"
import { most } from "./most.ts"
export const quick = algorithm<{ n: Set<number>; at: Map<string, number> }>({
  initial: [{ n: Set.of(0), at: Map.of(["last", 0]) }],
  actions: { up: ({ n, at }) => n.size > 5 ? false : ({ n: n.add(n.size), at: at.set("last", n.size) }) },
  always: { small: ({ n }) => n.size <= most },
})
export const other = algorithm<{ n: number }>({ initial: [{ n: 0 }], actions: { up: ({ n }) => ({ n: (n + 1) % 4 }) } })
`,
  )
})
afterEach(() => rmSync(project, { recursive: true, force: true }))

const check = (args: readonly string[] = [], env: object = {}) => {
  const { LOCKSTEP_CACHE: _, ...usual } = process.env
  return spawnSync(process.execPath, [command, "check", "spec", ...args], {
    cwd: project,
    encoding: "utf8",
    env: { ...usual, NO_COLOR: "1", ...env },
  })
}
const told = "this is the answer of then"
const folder = (): string => join(project, "node_modules/.cache/lockstep")

test("a second check of what did not change answers the same at once, and says so", () => {
  const first = check()
  const second = check()
  expect(first.stdout).not.toContain(told)
  expect(second.stdout.split(told)).toHaveLength(3)
  const without = (text: string): string => text.replace(/ {2}unchanged since .*\n/g, "")
  expect(without(second.stdout)).toBe(first.stdout)
  expect(second.stderr).toBe(first.stderr)
  expect([first.status, second.status]).toEqual([4, 4])
  const [before, after] = [check(["--json", "--no-cache"]), check(["--json"])].map(({ stdout }) => JSON.parse(stdout))
  expect(after[1].properties).toEqual(before[1].properties)
  expect(after[1]).toHaveProperty("checkedAt")
  expect(readdirSync(join(project, "spec"))).toEqual(["model.ts", "most.ts"])
})

test("what a spec imports belongs to it", () => {
  check()
  writeFileSync(join(project, "spec/most.ts"), "export const most: number = 9\n")
  const { stdout, status } = check()
  expect(stdout).not.toContain(told)
  expect(status).toBe(0)
})

test("what a spec imports belongs to it, where a link leads to the spec, too", () => {
  const model = join(project, "real/deep/model.ts")
  mkdirSync(join(project, "real/deep"), { recursive: true })
  renameSync(join(project, "spec/model.ts"), model)
  writeFileSync(model, readFileSync(model, "utf8").replace("./most.ts", "../../spec/most.ts"))
  mkdirSync(join(project, "spec/linked"))
  symlinkSync("../../real/deep", join(project, "spec/linked/deep"))
  check(["spec/linked/deep"])
  writeFileSync(join(project, "spec/most.ts"), "export const most: number = 9\n")
  const { stdout, status } = check(["spec/linked/deep"])
  expect(stdout).not.toContain(told)
  expect(status).toBe(0)
})

test.each([
  ["a package", "counted", "node_modules/counted/index.js"],
  ["a name of package.json", "#counted", "named/counted.js"],
])("what a spec imports from %s belongs to it", (_what, specifier, path) => {
  mkdirSync(join(project, "node_modules/counted"))
  mkdirSync(join(project, "named"))
  writeFileSync(join(project, "package.json"), '{ "type": "module", "imports": { "#counted": "./named/counted.js" } }')
  writeFileSync(join(project, "node_modules/counted/package.json"), '{ "type": "module", "main": "index.js" }')
  writeFileSync(join(project, "spec/most.ts"), `export { most } from "${specifier}"\n`)
  writeFileSync(join(project, path), "export const most = 3\n")
  expect(check(["--no-lint"])).toMatchObject({ status: 4 })
  expect(check(["--no-lint"]).stdout).toContain(told)
  writeFileSync(join(project, path), "export const most = 9\n")
  expect(check(["--no-lint"])).toMatchObject({ status: 0, stdout: expect.not.stringContaining(told) })
})

test.each([
  ["an import of types", 'import type { Own } from "./types.ts"', "types.ts"],
  ["a type among imports", 'import { type Own } from "./types.ts"', "types.ts"],
  ["a declaration", 'import type { Own } from "./types.js"', "types.d.ts"],
  ["types that are passed on", 'import type { Own } from "./passes.ts"', "types.ts"],
  ["a type of a package", 'import type { Own } from "owner"', "../node_modules/owner/types/own.d.ts"],
  ["a type of a package's part", 'import type { Own } from "owner/part"', "../node_modules/owner/types/own.d.ts"],
  ["a type by a name of package.json", 'import { type Own } from "#own"', "../named/own.ts"],
])("%s belongs to a spec", (_what, line, name) => {
  const owner = join(project, "node_modules/owner")
  mkdirSync(join(owner, "types"), { recursive: true })
  mkdirSync(join(project, "named"))
  writeFileSync(join(project, "package.json"), '{ "type": "module", "imports": { "#own": "./named/own.ts" } }')
  const part = { types: "./types/index.d.ts" }
  writeFileSync(join(owner, "package.json"), JSON.stringify({ name: "owner", exports: { ".": part, "./part": part } }))
  writeFileSync(join(owner, "types/index.d.ts"), 'export type * from "./own.js"\n')
  writeFileSync(join(project, "spec/passes.ts"), 'export type { Own } from "./types.ts"\n')
  writeFileSync(join(project, "spec", name), "export type Own = { n: number }\n")
  writeFileSync(
    join(project, "spec/model.ts"),
    `import { model, protocol, roles } from "@lockstep/language"
${line}
const { role } = roles<{ one: { state: Own; timer: "up" } }>()
const one = role("one", {
  initial: { n: 0 },
  timers: { up: { while: ({ n }) => n < 1, fire: () => [{ n: 1 }] } },
})
export const quick = model(protocol({ roles: { one }, always: { small: ({ one }) => one.every(({ n }) => n < 2) } }), {
  nodes: { one: 1 },
})
`,
  )
  expect(check()).toMatchObject({ status: 0 })
  expect(check().stdout).toContain(told)
  writeFileSync(join(project, "spec", name), "export type Own = { n: string }\n")
  const { stdout, stderr, status } = check()
  expect(stdout).not.toContain(told)
  expect(stderr).toContain("[type-error]")
  expect(status).toBe(2)
})

test("another seed, exactness or analysis is another question", () => {
  check()
  for (const flag of [["--seed", "7"], ["--exact"], ["--no-lint"], ["--no-cache"]])
    expect(check(flag).stdout).not.toContain(told)
  expect(check(["--timeout", "1h", "--workers", "1"]).stdout).toContain(told)
})

test.skipIf(!existsSync("/proc/self"))(
  "a folder that cannot be made keeps nothing, and is no matter of the spec",
  () => {
    const { stderr, status } = check([], { LOCKSTEP_CACHE: "/proc/nowhere/answers" })
    expect(stderr).toContain("the answer is not kept: /proc/nowhere/answers: ENOENT")
    expect(status).toBe(4)
  },
  30_000,
)

test("what was cut short is not kept", () => {
  writeFileSync(join(project, "spec/most.ts"), "export const most: number = 9\n")
  const model = join(project, "spec/model.ts")
  writeFileSync(model, readFileSync(model, "utf8").replace("(n + 1) % 4", "n + 1"))
  const limits = ["--timeout", "300ms"]
  expect(check(limits).stdout).toContain("inconclusive")
  const { stdout, status } = check(limits)
  expect(stdout.split(told)).toHaveLength(2)
  expect(status).toBe(7)
})

test("a counterexample whose steps nobody had time to find says so, and is not kept", () => {
  writeFileSync(
    join(project, "spec/model.ts"),
    `import { algorithm } from "@lockstep/language"
const most = 80
const end = () => { if (process.env.INTERRUPTED) process.kill(process.pid, "SIGTERM"); return false }
export const grid = algorithm<{ a: number; b: number; c: number }>({
  initial: [{ a: 0, b: 0, c: 0 }],
  actions: {
    a: ({ a }) => a < most && { a: a + 1 },
    b: ({ b }) => b < most && { b: b + 1 },
    c: ({ c }) => c < most && { c: c + 1 },
  },
  always: { low: ({ a, b, c }) => a + b + c < 3 * most || end() },
})
`,
  )
  const cut = check(["--no-lint", "--workers", "1"], { INTERRUPTED: "1" })
  expect(cut.stdout).toContain("✗ low   broken in 240 steps")
  expect(cut.stdout).toContain("  the steps to it are not known: interrupted, and only a second search")
  const drawn = check(["--no-lint", "--workers", "1", "--format", "mermaid"], { INTERRUPTED: "1" })
  expect(drawn.stderr).toContain("the steps of the counterexample are not known, so there is nothing to draw")
  const whole = check(["--no-lint", "--workers", "1"])
  expect(whole.stdout).not.toContain(told)
  expect(whole.stdout).toMatch(/\n +240 {2}[abc] /)
}, 240_000)

test.each([
  ["cut short", (text: string) => text.slice(0, text.length >> 1)],
  ["of another form", (text: string) => text.replace(/"properties":\[[^\]]*\]/, '"properties":null')],
  ["of an earlier time", () => '{"checkedAt":"2026-01-01","report":{}}'],
])("an answer that is %s is found again, with a note", (_what, damage) => {
  check()
  for (const name of readdirSync(folder())) {
    const file = join(folder(), name)
    writeFileSync(file, damage(readFileSync(file, "utf8")))
  }
  const { stdout, stderr, status } = check()
  expect(stdout).not.toContain(told)
  expect(stderr).toMatch(/\.json is damaged, and quick is explored again\n/)
  expect(status).toBe(4)
  expect(check().stdout).toContain(told)
})

test("no damage to an answer is taken for an answer", () => {
  const text = writeKept({ checkedAt: "2026-01-01", report: JSON.parse('{"verdict":"verified","properties":[]}') })
  expect(readKept(text)).toHaveProperty("checkedAt", "2026-01-01")
  for (const damaged of [...cutShort(text), ...damagesOf(text).filter((one) => one !== text)])
    expect(readKept(damaged), damaged).toBeUndefined()
})

test("without installed packages, answers lie with the user's other caches; the environment decides before that", () => {
  const elsewhere = join(project, "elsewhere")
  check([], { LOCKSTEP_CACHE: elsewhere })
  expect(readdirSync(elsewhere)).toHaveLength(2)
  check([], { LOCKSTEP_CACHE: "off" })
  expect(() => readdirSync(folder())).toThrow()
})

test("of what is old only answers are removed, and nothing that somebody else keeps there", () => {
  const shared = join(project, "shared")
  const answer = `${"0a".repeat(32)}.json`
  const others = ["thesis.txt", "data.json", `${answer}.bak`, `my-${answer}`]
  mkdirSync(join(shared, `${"0b".repeat(32)}.json`), { recursive: true })
  for (const name of [...others, answer, `${answer}.4711`]) writeFileSync(join(shared, name), "old")
  for (const name of readdirSync(shared)) utimesSync(join(shared, name), 1_000_000_000, 1_000_000_000)
  check([], { LOCKSTEP_CACHE: shared })
  const left = readdirSync(shared)
  expect(left).toEqual(expect.arrayContaining([...others, `${"0b".repeat(32)}.json`]))
  expect(left).not.toContain(answer)
  expect(left).not.toContain(`${answer}.4711`)
})
