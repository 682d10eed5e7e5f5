import { rmSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { equal, List, Map, type ProtocolLibrary, Reader, Set, Writer } from "@lockstep/runtime"
import { afterAll, expect, test } from "vitest"
import { generate } from "../../src/index.ts"

const spec = fileURLToPath(new URL("../specs/nested", import.meta.url))
const out = fileURLToPath(new URL("../dist/nested/", import.meta.url))

afterAll(() => rmSync(out, { recursive: true, force: true }))

const stateOf = (length: number) => {
  const prices = Array.from({ length }, (_, price) => price)
  const index = { counts: Map.from(prices.map((price) => [price, price] as const)), seen: Set.from(prices) }
  return { book: { total: length, sales: List.from(prices), index } }
}

/** The state after one more sale, of a price that was there before. */
const soldIn = ({ book }: ReturnType<typeof stateOf>) => ({
  book: {
    total: 0,
    sales: book.sales.append(7),
    index: { counts: book.index.counts.set(7, 2), seen: book.index.seen.delete(8) },
  },
})

test("what a step does to collections in records is journalled, however much is in them", async () => {
  expect(await generate(spec, { out })).toMatchObject({ kind: "generated", pairs: 34 })
  const { library }: { readonly library: ProtocolLibrary } = await import(`${out}library.ts`)
  const durable = library.roles["shop"]?.durable
  const deltas = [10, 50, 5000].map((length) => {
    const before = stateOf(length)
    const after = soldIn(before)
    const writer = new Writer()
    expect(durable?.writeDelta(writer, before, before)).toBe(false)
    expect(durable?.writeDelta(writer, before, after)).toBe(true)
    const reader = new Reader()
    reader.begin(writer.copy())
    expect(equal(durable?.readDelta(reader, before), after)).toBe(true)
    return writer.length
  })
  /** Only the number of items that stay takes more bytes. */
  expect(Math.max(...deltas) - Math.min(...deltas)).toBe(1)
})
