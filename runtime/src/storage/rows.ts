import { frameOf, payloadIn } from "./frame.ts"
import { partsIn } from "./snapshot.ts"
import { type Recovered, StorageCorrupt } from "./storage.ts"

/** The mark of every batch that is a row of a database. */
const batchMark = 0x42415401

/** A batch or snapshot in a database: its number, and its frame, or its frames one behind the other, whose checksums are the row's. */
export interface Row {
  readonly sequence: number
  readonly frame: Uint8Array
}

/** What a database holds of one node: the snapshot bears the number of the last batch that it stands for. */
export interface Rows {
  readonly snapshot: Row | undefined
  /** In the order of their numbers. */
  readonly batches: readonly Row[]
}

/** The frame of a batch. */
export const batchFrame = (sequence: number, batch: Uint8Array): Uint8Array => frameOf(batchMark, sequence, batch)

const demand = <Content>(
  place: string,
  what: string,
  { sequence, frame }: Row,
  read: (frame: Uint8Array, sequence: number) => Content | undefined,
): Content => {
  const content = read(frame, sequence)
  if (content === undefined) throw corrupt(place, `${what} ${sequence} is not as it was written`)
  return content
}

const batchIn = (frame: Uint8Array, sequence: number) => payloadIn(frame, batchMark, sequence)

const corrupt = (file: string, reason: string): StorageCorrupt => new StorageCorrupt({ file, offset: 0, reason })

const refuseGaps = (place: string, last: number, batches: readonly Row[]): void => {
  batches.forEach(({ sequence }, index) => {
    const expected = last + index + 1
    if (sequence > expected) throw corrupt(place, `the batches from ${expected} up to ${sequence - 1} are missing`)
    if (sequence < expected) throw corrupt(place, `batch ${sequence} stands where ${expected} should be`)
  })
}

/** Reads what an earlier life has left, and tells the number of its last batch. Throws `StorageCorrupt` where a row is damaged or missing. */
export const recoverRows = (place: string, { snapshot, batches }: Rows): { recovered: Recovered; last: number } => {
  const last = snapshot?.sequence ?? 0
  refuseGaps(place, last, batches)
  const recovered = {
    snapshot: snapshot === undefined ? null : demand(place, "snapshot", snapshot, partsIn),
    batches: batches.map((row) => demand(place, "batch", row, batchIn)),
  }
  return { recovered, last: last + batches.length }
}
