import type { Disk, Failure } from "./disk.ts"
import { frameAt, frameOverhead, payloadIn, writeFrame } from "./frame.ts"
import { StorageCorrupt } from "./storage.ts"

/** The marks of the parts of every snapshot and of its end, with the version of their format. */
const partMark = 0x534e4102
const endMark = 0x534e4502

/**
 * A snapshot as it is stored: its parts, numbered from that of the last batch it stands for, and an empty frame that says that all are
 * there. A frame is good until the next is asked for.
 */
export function* snapshotFrames(last: number, parts: Iterable<Uint8Array>): Iterable<Uint8Array> {
  let scratch = new Uint8Array(0)
  const frame = (mark: number, sequence: number, part: Uint8Array): Uint8Array => {
    const bytes = frameOverhead + part.length
    if (scratch.length < bytes) scratch = new Uint8Array(2 * bytes)
    return scratch.subarray(0, writeFrame(scratch, mark, sequence, part))
  }
  let next = last
  for (const part of parts) yield frame(partMark, next++, part)
  yield frame(endMark, next, new Uint8Array(0))
}

/** The parts of a snapshot that stands for all batches up to this number; `undefined` when it is not as it was written. */
export const partsIn = (bytes: Uint8Array, last: number): readonly Uint8Array[] | undefined => {
  const parts: Uint8Array[] = []
  let at = 0
  for (let part = frameAt(bytes, at, partMark); part !== undefined; part = frameAt(bytes, at, partMark)) {
    if (part.sequence !== last + parts.length) return undefined
    parts.push(part.payload)
    at = part.next
  }
  return payloadIn(bytes.subarray(at), endMark, last + parts.length)?.length === 0 ? parts : undefined
}

/** The file of the snapshot that stands for all batches up to this number. */
const snapshotName = (last: number): string => `${String(last).padStart(16, "0")}.snapshot`

const temporaryName = (last: number): string => `${snapshotName(last)}.tmp`

/** Writes a snapshot, while others work, under another name first: what bears the name of a snapshot is whole. */
export const prepareSnapshot = (
  disk: Disk,
  last: number,
  parts: Iterable<Uint8Array>,
  done: (failure?: Failure) => void,
): void => disk.prepare(temporaryName(last), snapshotFrames(last, parts), done)

/** Gives the snapshot that was prepared its name. */
export const nameSnapshot = (disk: Disk, last: number): void => {
  disk.rename(temporaryName(last), snapshotName(last))
  disk.syncDirectory()
}

/** Reads a snapshot, which is whole or damaged: the batches that it stands for are gone. */
export const readSnapshot = (disk: Disk, last: number): readonly Uint8Array[] => {
  const file = snapshotName(last)
  const parts = partsIn(disk.read(file), last)
  if (parts === undefined)
    throw new StorageCorrupt({ file, offset: 0, reason: "the snapshot is not as it was written" })
  return parts
}
