import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { lockstep } from "./run.ts"

const spec = "specs/consensus/election"

test.each([
  ["no path", ["simulate"], "[path-count]"],
  ["a fault that nobody knows", ["simulate", spec, "--faults", "loss,fire"], '"fire"'],
  ["a role that is not there", ["simulate", spec, "--nodes", "clients=3"], "choose"],
  ["a number of nodes that is none", ["simulate", spec, "--nodes", "servers"], "--nodes servers=5"],
  ["a duration without its unit", ["simulate", spec, "--timer", "election=5"], "--timer election=150ms-300ms"],
  ["a path beside a replay", ["simulate", spec, "--replay", "package.json"], "[not-together]"],
])("%s exits with 2", (_what, args, message) => {
  const { status, stderr, stdout } = lockstep(...args)
  expect(stderr).toContain(message)
  expect(stdout).toBe("")
  expect(status).toBe(2)
})

test("a failure is kept, and fails again when it is replayed", () => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-simulate-"))
  try {
    const file = join(folder, "votes-twice.json")
    const failing = lockstep("simulate", `${spec}/mutants.ts`, "--instance", "votesTwice", "--save", file)
    expect(failing).toMatchObject({ status: 4 })
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ breaks: "oneLeaderPerTerm" })
    const again = lockstep("simulate", "--replay", file)
    expect(again.stdout).toContain("oneLeaderPerTerm is broken")
    expect(again.status).toBe(4)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test("a goal that no run reaches is told by the exit code", () => {
  const { status, stdout } = lockstep("simulate", `${spec}/mutants.ts`, "--instance", "neverGrants", "--runs", "10")
  expect(stdout).toContain("someoneLeads")
  expect(status).toBe(6)
})
