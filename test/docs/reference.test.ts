import { readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import { languageReference } from "./reference.ts"

const file = fileURLToPath(new URL("../../docs/language.md", import.meta.url))

const reference = languageReference()

/** `UPDATE=1` writes it anew. */
test("the reference says what the sources say", () => {
  if (process.env["UPDATE"] === "1") writeFileSync(file, reference)
  expect(readFileSync(file, "utf8")).toBe(reference)
})

test("what a word is made of stands beside it: handlers, timers, callers", () => {
  const word = (name: string): string => reference.split("\n### ").find((one) => one.startsWith(`\`${name}\``)) ?? ""
  expect(word("RoleDefinition")).toContain("type CallHandlers<")
  expect(word("RoleDefinition")).toContain("/** The timer runs as long as this holds. */")
  expect(word("Client")).toContain("readonly at?: number")
  expect(word("TimerOf")).not.toContain("fire")
})

test("every word that an author can import has a comment", () => {
  const bare = reference
    .split("\n### ")
    .slice(1)
    .filter((word) => /^`\w+`\n\n\n/.test(word))
    .map((word) => word.slice(0, word.indexOf("\n")))
  expect(bare).toEqual([])
})
