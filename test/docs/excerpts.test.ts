import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"

const root = fileURLToPath(new URL("../..", import.meta.url))
const read = (file: string): string => readFileSync(join(root, file), "utf8")

/** Pages whose code is cut out of files that the tests check and run. */
const pages = ["docs/modelling.md", "docs/tutorial.md"]

/** Indentation depends on where a piece of code stands. */
const flat = (code: string): string =>
  code
    .split("\n")
    .map((line) => line.trim())
    .join("\n")
    .trim()

describe.each(pages)("%s", (page) => {
  const text = read(page)
  /** What stands below src is for the reader to write. */
  const blocks = [...text.matchAll(/(?:<!-- (\S+) -->\n\n)?```ts\n([^]*?)```/g)].filter(
    ([, file]) => !file?.startsWith("src/"),
  )

  test("shows code", () => {
    expect(blocks.length).toBeGreaterThan(0)
  })

  test.each(blocks.map(([, file, code = ""]) => ({ file, code })))("quotes $file", ({ file, code }) => {
    expect(file, `where does this come from?\n${code}`).toBeDefined()
    expect(flat(read(file ?? ""))).toContain(flat(code))
  })
})
