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

test("every word that an author can import has a comment", () => {
  const bare = reference
    .split("\n### ")
    .slice(1)
    .filter((word) => /^`\w+`\n\n\n/.test(word))
    .map((word) => word.slice(0, word.indexOf("\n")))
  expect(bare).toEqual([])
})
