import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, onTestFinished, test } from "vitest"
import { command, root } from "./run.ts"

/** A simulation that lasts long enough for others to be called, and then fails. */
const simulation =
  "simulate specs/consensus/election/mutants.ts --instance forgetsItsVote --seed 2471 --runs 5000".split(" ")

test.each([
  ["a search", "bench/two-phase-commit.ts", ["check", "bench/two-phase-commit.ts", "--instance", "of8", "--no-lint"]],
  ["a simulation", "specs/consensus/election/protocol.ts", simulation],
])("a thread that joins %s strips no types that the first has stripped", (_what, file, args) => {
  const cache = mkdtempSync(join(tmpdir(), "lockstep-cache-"))
  onTestFinished(() => rmSync(cache, { recursive: true }))
  const { stderr } = spawnSync(process.execPath, [command, ...args, "--workers", "2"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
    env: { ...process.env, NODE_COMPILE_CACHE: cache, NODE_DEBUG_NATIVE: "COMPILE_CACHE" },
  })
  const told = (what: string): string[] =>
    stderr.split("\n").filter((line) => line.includes(what) && line.includes(file))
  expect(told("saving transpilation cache")).toHaveLength(1)
  expect(told("retrieving transpile cache").at(-1)).toContain("success")
})
