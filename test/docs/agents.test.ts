import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, expect, test } from "vitest"

const root = fileURLToPath(new URL("../..", import.meta.url))
const folder = mkdtempSync(join(root, "test", "docs", "tmp-"))
afterAll(() => rmSync(folder, { recursive: true }))

test("the spec on the page for assistants is verified", () => {
  const [, code = ""] = /```ts\n([^]*?)```/.exec(readFileSync(join(root, "cli/AGENTS.md"), "utf8")) ?? []
  const file = join(folder, "greeting.ts")
  writeFileSync(file, code)
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "cli/bin/lockstep.mjs"), "check", file], {
    encoding: "utf8",
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
  expect(stdout).toContain("verified, within the stated bounds")
})
