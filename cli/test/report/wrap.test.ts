import { expect, test } from "vitest"
import { wrap } from "../../src/report/wrap.ts"

test("a line is broken between words, and what follows is indented", () => {
  const line = `  for ${"n1 leads and ".repeat(5)}no more`
  const lines = wrap(line, 50)
  expect(lines.join(" ").replace(/\s+/g, " ")).toBe(line.replace(/\s+/g, " "))
  expect(lines.every((one) => one.length <= 50)).toBe(true)
  expect(lines[0]).toMatch(/^ {2}for/)
  expect(lines[1]).toMatch(/^ {4}\S/)
})

test("a line that fits stays what it is", () => {
  expect(wrap("  a   b ", 120)).toEqual(["  a   b "])
})
