import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, onTestFinished, test } from "vitest"
import { command, root } from "./run.ts"

test("a thread that joins a search strips no types that the first has stripped", () => {
  const cache = mkdtempSync(join(tmpdir(), "lockstep-cache-"))
  onTestFinished(() => rmSync(cache, { recursive: true }))
  const search = ["check", "bench/two-phase-commit.ts", "--instance", "of8", "--workers", "2", "--no-lint"]
  const { stdout, stderr } = spawnSync(process.execPath, [command, ...search], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
    env: { ...process.env, NODE_COMPILE_CACHE: cache, NODE_DEBUG_NATIVE: "COMPILE_CACHE" },
  })
  expect(stdout).toContain("on 2 threads")
  const told = (what: string): string[] =>
    stderr.split("\n").filter((line) => line.includes(what) && line.includes("bench/two-phase-commit.ts"))
  expect(told("saving transpilation cache")).toHaveLength(1)
  expect(told("retrieving transpile cache").at(-1)).toContain("success")
})
