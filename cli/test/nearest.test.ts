import { expect, test } from "vitest"
import { nearest } from "../src/nearest.ts"

test.each([
  ["chekc", "check"],
  ["chek", "check"],
  ["genrate", "generate"],
  ["CHECK", "check"],
  ["dif", "diff"],
])("%s may have been meant as %s", (word, meant) => {
  expect(nearest(word, ["check", "generate", "diff", "lint"])).toBe(meant)
})

test.each(["bake", "", "toString", "x"])("nothing is near to %s", (word) => {
  expect(nearest(word, ["check", "generate", "diff"])).toBeUndefined()
})
