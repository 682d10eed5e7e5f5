import type { Disk, Failure } from "./disk.ts"
import { frameOf, payloadIn } from "./frame.ts"
import { StorageCorrupt } from "./storage.ts"

/** The mark of every snapshot, and the version of their format. */
export const snapshotMark = 0x534e4101

/** The file of the snapshot that stands for all batches up to this number. */
export const snapshotName = (last: number): string => `${String(last).padStart(16, "0")}.snapshot`

const temporaryName = (last: number): string => `${snapshotName(last)}.tmp`

/** Writes a snapshot, while others work, under another name first: what bears the name of a snapshot is whole. */
export const prepareSnapshot = (disk: Disk, last: number, state: Uint8Array, done: (failure?: Failure) => void): void =>
  disk.prepare(temporaryName(last), frameOf(snapshotMark, last, state), done)

/** Gives the snapshot that was prepared its name. */
export const nameSnapshot = (disk: Disk, last: number): void => {
  disk.rename(temporaryName(last), snapshotName(last))
  disk.syncDirectory()
}

/** Reads a snapshot, which is whole or damaged: the batches that it stands for are gone. */
export const readSnapshot = (disk: Disk, last: number): Uint8Array => {
  const file = snapshotName(last)
  const state = payloadIn(disk.read(file), snapshotMark, last)
  if (state === undefined)
    throw new StorageCorrupt({ file, offset: 0, reason: "the snapshot is not as it was written" })
  return state
}
