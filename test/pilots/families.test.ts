import { globSync } from "node:fs"
import { expect, test } from "vitest"
import { families } from "./pilot.ts"

test("every family of protocols has a test", () => {
  const tests = globSync("*.test.ts", { cwd: import.meta.dirname }).map((file) => file.replace(/\.test\.ts$/, ""))
  expect(tests.sort()).toEqual([...families(), "families", "two-threads"].sort())
})
