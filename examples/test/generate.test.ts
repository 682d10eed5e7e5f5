import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"

const script = fileURLToPath(new URL("../generate.ts", import.meta.url))

test.each([
  ["an option that it does not know", ["--cii"], "Unknown option '--cii'"],
  ["a protocol that is not there", ["raft", "rafft"], 'No protocol is called "rafft": choose from consensus/raft, '],
])("%s is refused before anything is written", (_what, words, reason) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...words], { encoding: "utf8" })
  expect(stderr).toContain(reason)
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
})
