import type { Disk } from "./disk.ts"
import { frameOf, payloadIn } from "./frame.ts"
import { StorageCorrupt } from "./storage.ts"

/** The mark of every snapshot, and the version of their format. */
export const snapshotMark = 0x534e4101

/** The file of the snapshot that stands for all batches up to this number. */
export const snapshotName = (last: number): string => `${String(last).padStart(16, "0")}.snapshot`

/** Writes a snapshot under another name first: what bears the name of a snapshot is whole. */
export const writeSnapshot = (disk: Disk, last: number, state: Uint8Array): void => {
  const name = snapshotName(last)
  const file = disk.create(`${name}.tmp`)
  try {
    file.write(frameOf(snapshotMark, last, state), 0)
    file.sync()
  } finally {
    file.close()
  }
  disk.rename(`${name}.tmp`, name)
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
