import fc from "fast-check"
import { expect, test } from "vitest"
import {
  type Codec,
  equal,
  List,
  listChange,
  Map,
  mapChange,
  read,
  Reader,
  readListChange,
  readMapChange,
  readSetChange,
  Set,
  setChange,
  Writer,
  writeListChange,
  writeMapChange,
  writeSetChange,
} from "../src/index.ts"

const number: Codec<number> = {
  encode: (writer, value) => writer.integer(value),
  decode: (reader) => reader.integer(),
}
const text: Codec<string> = { encode: (writer, value) => writer.text(value), decode: (reader) => reader.text() }

const written = (write: (writer: Writer) => void): Uint8Array => {
  const writer = new Writer()
  write(writer)
  return writer.copy()
}

/** What comes of reading; the reader must have come to the end. */
const readAll = <Value>(bytes: Uint8Array, read: (reader: Reader) => Value): Value => {
  const reader = new Reader()
  reader.begin(bytes)
  const value = read(reader)
  expect(reader.isAtEnd()).toBe(true)
  return value
}

/** Related versions: some of what was there stays, some changes, some comes and goes. */
const numbers = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 80 })
const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.constantFrom("a", "b", "c")), { maxLength: 60 })

test("a change of a list makes the later list of the earlier one", () => {
  fc.assert(
    fc.property(numbers, fc.nat(80), numbers, fc.nat(80), (start, kept, added, place) => {
      const before = List.from(start)
      const shorter = before.truncate(Math.min(kept, before.length)).append(...added)
      const after = place < shorter.length ? shorter.with(place, -1) : shorter
      const change = listChange(before, after)
      if (change === null) return equal(before, after)
      const bytes = written((writer) => writeListChange(writer, number, change))
      return equal(
        readAll(bytes, (reader) => readListChange(reader, number, before)),
        after,
      )
    }),
  )
})

test("a change of a set makes the later set of the earlier one", () => {
  fc.assert(
    fc.property(numbers, numbers, (one, other) => {
      const [before, after] = [Set.from(one), Set.from(other)]
      const change = setChange(before, after)
      if (change === null) return equal(before, after)
      const bytes = written((writer) => writeSetChange(writer, number, change))
      return equal(
        readAll(bytes, (reader) => readSetChange(reader, number, before)),
        after,
      )
    }),
  )
})

test("a change of a map makes the later map of the earlier one", () => {
  fc.assert(
    fc.property(pairs, pairs, (one, other) => {
      const [before, after] = [Map.from(one), Map.from(other)]
      const change = mapChange(before, after)
      if (change === null) return equal(before, after)
      const bytes = written((writer) => writeMapChange(writer, number, text, change))
      return equal(
        readAll(bytes, (reader) => readMapChange(reader, number, text, before)),
        after,
      )
    }),
  )
})

test("bytes that are no change are refused, and nothing else is thrown", () => {
  const [list, set, map] = [List.of(1, 2, 3), Set.of(1, 2, 3), Map.of([1, "a"])]
  const reads: readonly ((reader: Reader) => unknown)[] = [
    (reader) => readListChange(reader, number, list),
    (reader) => readSetChange(reader, number, set),
    (reader) => readMapChange(reader, number, text, map),
  ]
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(2), (bytes, which) => {
      const decode = reads[which]
      if (decode !== undefined) read(new Reader(), { encode: () => {}, decode }, bytes)
    }),
    { numRuns: 2000 },
  )
})

test("an append writes the entry and not the list", () => {
  const before = List.from(Array.from({ length: 100_000 }, (_, index) => index))
  const change = listChange(before, before.append(1))
  expect(written((writer) => change && writeListChange(writer, number, change)).length).toBeLessThan(8)
})
