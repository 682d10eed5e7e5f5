import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { basename } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"

const language = fileURLToPath(new URL("../../language/src/", import.meta.url))
const runtime = fileURLToPath(new URL("../src/", import.meta.url))

/**
 * The runtime may import nothing of the language, and generated code must count, compare and keep values as the spec does:
 * so these files are here twice. `UPDATE=1` writes them anew.
 */
const copied: readonly string[] = [
  ...readdirSync(`${language}collections`).map((file) => `collections/${file}`),
  "effect.ts",
  "many.ts",
  "quorum.ts",
  "role.ts",
  "spec.ts",
  "step.ts",
  "value.ts",
]

const header = (file: string): string =>
  `// A copy of language/src/${file}, kept in step by runtime/test/copies.test.ts.\n`

test.each(copied)("%s is the language's own", (file) => {
  const expected = header(file) + readFileSync(language + file, "utf8")
  if (process.env["UPDATE"] === "1") writeFileSync(runtime + file, expected)
  expect(readFileSync(runtime + file, "utf8")).toBe(expected)
})

test("nothing else stands beside the copied collections", () => {
  const own = readdirSync(`${runtime}collections`).map((file) => basename(file))
  expect(own).toEqual(readdirSync(`${language}collections`))
})
