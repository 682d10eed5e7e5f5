import type { Disk } from "./disk.ts"
import { frameAt, frameOverhead, writeFrame } from "./frame.ts"
import { StorageCorrupt } from "./storage.ts"

/** The mark of every snapshot, and the version of their format. */
const mark = 0x534e4101

/** The file of the snapshot that stands for all batches up to this number. */
export const snapshotName = (last: number): string => `${String(last).padStart(16, "0")}.snapshot`

/** Writes a snapshot under another name first: what bears the name of a snapshot is whole. */
export const writeSnapshot = (disk: Disk, last: number, state: Uint8Array): void => {
  const name = snapshotName(last)
  const bytes = new Uint8Array(frameOverhead + state.length)
  writeFrame(bytes, mark, last, state)
  const file = disk.create(`${name}.tmp`)
  try {
    file.write(bytes, 0)
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
  const bytes = disk.read(file)
  const frame = frameAt(bytes, 0, mark)
  if (frame === undefined || frame.sequence !== last || frame.next !== bytes.length)
    throw new StorageCorrupt({ file, offset: 0, reason: "the snapshot is not as it was written" })
  return frame.payload
}
