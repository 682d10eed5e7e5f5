import { frameOf, payloadIn } from "./frame.ts"
import { snapshotMark } from "./snapshot.ts"
import { type Recovered, StorageCorrupt } from "./storage.ts"

/** The mark of every batch that is a row of a database. */
const batchMark = 0x42415401

/** A batch or snapshot in a database: its number, and its frame, whose checksum is the row's. */
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

/** The frame of a snapshot that stands for all batches up to this number. */
export const snapshotFrame = (last: number, state: Uint8Array): Uint8Array => frameOf(snapshotMark, last, state)

const read = (place: string, what: string, mark: number, { sequence, frame }: Row): Uint8Array => {
  const payload = payloadIn(frame, mark, sequence)
  if (payload === undefined) throw corrupt(place, `${what} ${sequence} is not as it was written`)
  return payload
}

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
    snapshot: snapshot === undefined ? null : read(place, "snapshot", snapshotMark, snapshot),
    batches: batches.map((row) => read(place, "batch", batchMark, row)),
  }
  return { recovered, last: last + batches.length }
}
