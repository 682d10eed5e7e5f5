import { readFileSync, writeFileSync } from "node:fs"
import { expect, test } from "vitest"
import { elect, keep } from "./elect.ts"

const page = new URL("../../../docs/trace-format.md", import.meta.url)
const block = /```jsonl election\n([^]*?)```/

/** The lines that a reader of the page should have seen: how a trace begins, and one of each kind of input. */
const shownOf = (text: string): string => {
  const lines = text.split("\n")
  const one = (words: string) => lines.find((line) => line.includes(words)) ?? words
  return [
    ...lines.slice(0, 3),
    one('"input":{"kind":"timer"'),
    one('"input":{"kind":"message"'),
    lines.findLast((line) => line.startsWith('{"end"')),
  ].join("\n")
}

/** `UPDATE=1 npx vitest run runtime/test/trace/format.test.ts` writes what is recorded today into the page. */
test("the page shows what is recorded", async () => {
  const { texts, layer } = keep()
  await elect(layer)
  const shown = `${shownOf(texts["n1"] ?? "")}\n`
  const text = readFileSync(page, "utf8")
  if (process.env["UPDATE"] !== undefined)
    return writeFileSync(
      page,
      text.replace(block, () => `\`\`\`jsonl election\n${shown}\`\`\``),
    )
  expect(block.exec(text)?.[1]).toBe(shown)
})
