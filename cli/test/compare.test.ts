import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import type { Brief } from "../src/compare/brief.ts"
import { changesBetween } from "../src/compare/changes.ts"
import { lockstep, lockstepIn, root } from "./run.ts"

let folder = ""
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lockstep-compare-"))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const brief = (more: Partial<Brief>): Brief => ({
  file: "spec/model.ts",
  instance: "quick",
  verdict: "verified",
  states: 1000,
  transitions: 5000,
  depth: 9,
  properties: [
    { name: "safe", kind: "always", outcome: "holds" },
    { name: "done", kind: "reachable", outcome: "reached", depth: 4 },
  ],
  ...more,
})

test("what is the same is no change", () => {
  expect(changesBetween([brief({})], [brief({})])).toEqual([{ file: "spec/model.ts", instance: "quick", changes: [] }])
})

test("numbers, verdicts, properties and ways to a goal are told", () => {
  const now = brief({
    verdict: "violated",
    states: 950,
    transitions: 6000,
    properties: [
      { name: "safe", kind: "always", outcome: "broken", depth: 3 },
      { name: "done", kind: "reachable", outcome: "reached", depth: 2 },
      { name: "fair", kind: "always", outcome: "holds" },
    ],
  })
  expect(
    changesBetween(
      [brief({ properties: [...brief({}).properties, { name: "old", kind: "never", outcome: "holds" }] })],
      [now],
    ),
  ).toEqual([
    {
      file: "spec/model.ts",
      instance: "quick",
      changes: [
        "verified → violated",
        "states 1,000→950 (-50)",
        "transitions 5,000→6,000 (+1,000)",
        "safe: holds → broken in 3 steps",
        "done: reached in 4 steps → reached in 2 steps",
        "fair is new: holds",
        "old is stated no more",
      ],
    },
  ])
})

test("instances that come and go are told", () => {
  expect(changesBetween([brief({ instance: "old" })], [brief({ instance: "new" })])).toEqual([
    { file: "spec/model.ts", instance: "new", changes: ["is new: verified, 1,000 states"] },
    { file: "spec/model.ts", instance: "old", changes: ["is not there any more"] },
  ])
})

test("a run is compared with the file of another, for people and as markdown", () => {
  const [base, summary] = [join(folder, "base.json"), join(folder, "summary.md")]
  lockstep("check", "specs/consensus/election", "--instance", "quick", "--reporter", `json=${base}`)
  const same = lockstep("check", "specs/consensus/election", "--instance", "quick", "--compare", base)
  expect(same.stdout).toContain("against the base\n  nothing changed in what was found\n")
  writeFileSync(base, readFileSync(base, "utf8").replace('"states": 937', '"states": 940'))
  const args = ["--instance", "quick", "--compare", base, "--reporter", `markdown=${summary}`]
  const { stdout, status } = lockstep("check", "specs/consensus/election", "docs/lock.ts", ...args)
  expect(stdout).toContain("  specs/consensus/election/model.ts · quick\n    states 940→937 (-3)\n")
  expect(status).toBe(0)
  expect(readFileSync(summary, "utf8")).toMatch(/\| election · quick \| ✅ verified \| 937 \| 8,616 \| 10 \|/)
  expect(readFileSync(summary, "utf8")).toContain("  - states 940→937 (-3)")
})

test("what changed is said beside data, and once where it is a part of what is printed", () => {
  const base = join(folder, "beside.json")
  lockstep("check", "docs/lock.ts", "--reporter", `json=${base}`)
  const against = (name: string) => lockstep("check", "docs/lock.ts", "--compare", base, "--reporter", name)
  for (const name of ["json", "junit", "sarif", "github", "mermaid"]) {
    const { stdout, stderr } = against(name)
    expect(stderr).toContain("against the base\n  nothing changed in what was found\n")
    expect(stdout).not.toContain("against the base")
  }
  expect(against("markdown").stderr).not.toContain("against the base")
})

test("markdown folds each counterexample, and lets no text of a spec become markup", () => {
  const { stdout, status } = lockstep("check", "docs/lock.ts", "cli/test/samples/markup.ts", "--reporter", "markdown")
  expect(stdout).toContain("| lock · twoClients | ❌ violated |")
  expect(stdout).toMatch(/<details><summary>lock · twoClients: violated<\/summary>\n\n```\nlock/)
  expect(stdout).toContain("- **oneAtATime** of lock · twoClients: broken in 7 steps")
  expect(status).toBe(4)
})

test.each([
  ["a file that is not there", "nowhere.json", "cannot be read  [no-report]"],
  ["a file of something else", "package.json", "is nothing that `lockstep check --json` prints  [no-report]"],
])("%s exits with 2", (_what, file, message) => {
  const { status, stderr, stdout } = lockstep("check", "docs/lock.ts", "--compare", file)
  expect(stderr).toContain(`${file}: ${message}`)
  expect(stdout).toBe("")
  expect(status).toBe(2)
})

test("what is there, and was not asked for or not answered, has not gone", () => {
  const spec = join(folder, "spec")
  const report = join(folder, "spec.json")
  mkdirSync(join(spec, "one"), { recursive: true })
  mkdirSync(join(spec, "two"))
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"))
  const counter = (name: string): string =>
    `export const ${name} = algorithm<{ n: number }>({ initial: [{ n: 0 }], actions: { up: ({ n }) => n < 3 && { n: n + 1 } } })\n`
  const text = ['import { algorithm } from "@lockstep/language"\n', ...["quick", "ci", "nightly"].map(counter)].join("")
  writeFileSync(join(spec, "one/model.ts"), text)
  writeFileSync(join(spec, "two/model.ts"), text.replaceAll("quick", "small"))
  const checked = (...args: string[]) =>
    lockstepIn(folder, "check", ...args).stdout.replace(/^[^]*against the base\n/, "")
  checked("spec", "--reporter", `json=${report}`)
  const against = (...args: string[]) => checked(...args, "--compare", report)
  expect(against("spec", "--instance", "ci")).toBe("  nothing changed in what was found\n")
  expect(against("spec/one")).toBe("  nothing changed in what was found\n")
  writeFileSync(join(spec, "one/model.ts"), text.replaceAll("quick", "fast"))
  expect(against("spec/one", "--instance", "ci")).toBe("  spec/one/model.ts · quick\n    is not there any more\n")
  rmSync(join(spec, "two"), { recursive: true })
  expect(against("spec")).toContain("  spec/two/model.ts · small\n    is not there any more\n")
})
