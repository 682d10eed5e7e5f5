import fc from "fast-check"
import { expect, test } from "vitest"
import { batchFrame, recoverRows, type Row, type Rows } from "../../src/storage/rows.ts"
import { snapshotFrames } from "../../src/storage/snapshot.ts"

const batch = (sequence: number): Uint8Array => new Uint8Array([sequence, 1, 2, 3])
const row = (sequence: number): Row => ({ sequence, frame: batchFrame(sequence, batch(sequence)) })
const parts: readonly Uint8Array[] = [new Uint8Array([7]), new Uint8Array([8, 9])]
const framesOf = (last: number): readonly Uint8Array[] =>
  Array.from(snapshotFrames(last, parts), (frame) => frame.slice())
const snapshot: Row = { sequence: 3, frame: new Uint8Array(Buffer.concat(framesOf(3))) }
const written: readonly Row[] = [snapshot, ...[4, 5, 6, 7].map(row)]

const rowsOf = ([snapshot, ...batches]: readonly (Row | undefined)[]): Rows => ({
  snapshot,
  batches: batches.filter((row) => row !== undefined),
})

const flipped = (frame: Uint8Array, bit: number): Uint8Array =>
  frame.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))

/** What may have happened to a row behind the back of the one who wrote it; the last batch of all may be gone without a trace. */
const harmsTo = (index: number, { sequence, frame }: Row): fc.Arbitrary<Row | undefined> =>
  fc.oneof(
    fc.nat({ max: 8 * frame.length - 1 }).map((bit) => ({ sequence, frame: flipped(frame, bit) })),
    fc.nat({ max: frame.length - 1 }).map((length) => ({ sequence, frame: frame.subarray(0, length) })),
    fc.constant({ sequence, frame: new Uint8Array([...frame, 0]) }),
    fc.integer({ min: 1, max: 9 }).map((by) => ({ sequence: sequence + by, frame })),
    fc.constantFrom(...written.toSpliced(index, 1)).map((other) => ({ sequence, frame: other.frame })),
    ...(index === written.length - 1 ? [] : [fc.constant(undefined)]),
  )

const harmed: fc.Arbitrary<Rows> = fc
  .constantFrom(...written.entries())
  .chain(([index, row]) =>
    harmsTo(index, row).map((harm) => rowsOf(written.map((one, at) => (at === index ? harm : one)))),
  )

test("rows that are as they were written are recovered", () => {
  expect(recoverRows("here", rowsOf(written))).toEqual({
    recovered: { snapshot: parts, batches: [4, 5, 6, 7].map(batch) },
    last: 7,
  })
})

test("any harm to a row is reported", () => {
  fc.assert(
    fc.property(harmed, (rows) => {
      expect(() => recoverRows("here", rows)).toThrow(expect.objectContaining({ _tag: "StorageCorrupt", file: "here" }))
    }),
    { numRuns: 2000 },
  )
})

test.each([0, 1, 2])("a snapshot whose frame %i is missing or comes twice is reported", (index) => {
  const frames = framesOf(3)
  for (const harmed of [frames.toSpliced(index, 1), [...frames.slice(0, index + 1), ...frames.slice(index)]]) {
    const snapshot = { sequence: 3, frame: Buffer.concat(harmed) }
    expect(() => recoverRows("here", { snapshot, batches: [] })).toThrow("not as it was written")
  }
})

test.each([
  [[4, 6, 7], "the batches from 5 up to 5 are missing"],
  [[4, 5, 5], "batch 5 stands where 6 should be"],
  [[3, 4], "batch 3 stands where 4 should be"],
])("batches %j behind a snapshot of 3 are refused", (sequences, reason) => {
  expect(() => recoverRows("here", { snapshot, batches: sequences.map(row) })).toThrow(`here at byte 0: ${reason}`)
})
