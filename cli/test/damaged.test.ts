import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest"
import { runReplay } from "../src/replay/run.ts"
import { readSaved } from "../src/simulate/saved.ts"
import { changesBetween, changesText } from "../src/compare/changes.ts"
import { readBriefs } from "../src/compare/read.ts"
import { isUserError } from "../src/messages.ts"
import { cutShort, damagesOf, replaced } from "./damage.ts"
import { lockstep, root } from "./run.ts"

let folder = ""
let report = ""
let saved = ""
beforeAll(() => {
  mkdirSync(join(root, "cli/test/dist"), { recursive: true })
  folder = mkdtempSync(join(root, "cli/test/dist/damaged-"))
  const mutants = "specs/consensus/election/mutants.ts"
  report = lockstep("check", mutants, "--instance", "forgetsItsVote", "--no-lint", "--json").stdout
  saved = JSON.stringify({
    ...{
      format: "lockstep simulation 1",
      path: mutants,
      instance: "votesTwice",
      nodes: {},
      timers: {},
      faults: ["loss"],
    },
    ...{
      breaks: "oneLeaderPerTerm",
      isHealed: false,
      schedule: { seed: 3, decisions: [{ kind: "wake", node: "n3" }] },
    },
  })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const damaged = (text: string, path: string, by: unknown): string => {
  const file = join(folder, "damaged.json")
  writeFileSync(file, JSON.stringify(replaced(JSON.parse(text), path.split("."), by)))
  return file
}

test("a report and a simulation that are whole are taken", () => {
  expect(lockstep("replay", damaged(report, "0.seconds", 1))).toMatchObject({ status: 0, stderr: "" })
  expect(lockstep("simulate", "--replay", damaged(saved, "isHealed", false)).stderr).not.toContain("[not-saved]")
})

test.each<[string, unknown]>([
  ["0", 7],
  ["0.instance", ["forgetsItsVote"]],
  ["0.properties", {}],
  ["0.properties.0", null],
  ["0.properties.0.trace", true],
  ["0.properties.0.trace.initial", {}],
  ["0.properties.0.trace.initial.2", null],
  ["0.properties.0.trace.steps", 7],
  ["0.properties.0.trace.steps.2", null],
  ["0.properties.0.trace.steps.2.after", [[]]],
])("replay refuses a report whose %s is %j", (path, by) => {
  const { status, stderr } = lockstep("replay", damaged(report, path, by))
  expect(stderr).toContain("is nothing that `lockstep check --json` prints  [no-report]")
  expect(status).toBe(2)
})

test.each<[string, unknown]>([
  ["instance", null],
  ["nodes", { servers: -1 }],
  ["timers", "text"],
  ["timers", { election: [150] }],
  ["faults", ["rain"]],
  ["schedule", []],
  ["schedule.seed", "3"],
  ["schedule.decisions.0", null],
  ["schedule.decisions.0", { kind: "deliver", from: "n1" }],
])("simulate refuses what was kept where its %s is %j", (path, by) => {
  const { status, stderr } = lockstep("simulate", "--replay", damaged(saved, path, by))
  expect(stderr).toContain("holds no simulation  [not-saved]")
  expect(status).toBe(2)
})

afterEach(() => void vi.restoreAllMocks())

const written = (text: string): string => {
  const file = join(folder, "anything.json")
  writeFileSync(file, text)
  return file
}

test("no damage to a report or to what was kept is a fault of ours", async () => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true)
  for (const text of [...cutShort(report), ...damagesOf(report)]) {
    const asked = { budgetMillis: 1000, json: false, inspects: false }
    await expect(runReplay({ paths: [written(text)], ...asked }), text).resolves.toBeDefined()
    const briefs = readBriefs(written(text))
    if (!isUserError(briefs)) expect(changesText(changesBetween(briefs, [])), text).toEqual(expect.any(String))
  }
  for (const text of [...cutShort(saved), ...damagesOf(saved)]) expect(readSaved(written(text)), text).toBeDefined()
})

test("a report that is cut short is told as one", () => {
  const path = written(report.slice(0, 400))
  for (const more of [[], ["--spec", "specs/consensus/election"], ["--inspect"]]) {
    const { status, stderr } = lockstep("replay", path, ...more)
    expect(stderr).toContain("anything.json: is nothing that `lockstep check --json` prints  [no-report]")
    expect(status).toBe(2)
  }
})

test.each<[string, unknown]>([
  ["0.properties", [null]],
  ["0.properties", null],
  ["0.properties.0.outcome", "well"],
  ["0.states", "many"],
  ["0.file", 7],
])("a check is not compared with a report whose %s is %j", (path, by) => {
  const { status, stderr } = lockstep("check", "docs/lock.ts", "--compare", damaged(report, path, by))
  expect(stderr).toContain("is nothing that `lockstep check --json` prints  [no-report]")
  expect(status).toBe(2)
})
