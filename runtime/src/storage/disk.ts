import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeSync,
} from "node:fs"
import { join } from "node:path"

/** An open file of a disk. Whatever was not synced may be lost, torn or reordered by a crash. */
export interface DiskFile {
  readonly size: number
  readonly write: (bytes: Uint8Array, position: number) => void
  /** Makes content and size durable; the name is the directory's. */
  readonly sync: () => void
  /** The same for content that lies within the size that is durable already. */
  readonly syncData: () => void
  readonly close: () => void
}

/** One directory: all that the log asks of a file system, so that a test can put a treacherous one in its place. Its methods throw. */
export interface Disk {
  readonly list: () => readonly string[]
  readonly read: (name: string) => Uint8Array
  /** Makes an empty file; one of this name may be there and is emptied. */
  readonly create: (name: string) => DiskFile
  readonly open: (name: string) => DiskFile
  readonly rename: (from: string, to: string) => void
  readonly remove: (name: string) => void
  /** Makes creations, renames and removals durable. */
  readonly syncDirectory: () => void
}

const writeAll = (descriptor: number, bytes: Uint8Array, position: number): void => {
  for (let done = 0; done < bytes.length;)
    done += writeSync(descriptor, bytes, done, bytes.length - done, position + done)
}

const openFile = (path: string, flags: "r+" | "w+"): DiskFile => {
  const descriptor = openSync(path, flags, 0o600)
  return {
    size: fstatSync(descriptor).size,
    write: (bytes, position) => writeAll(descriptor, bytes, position),
    sync: () => fsyncSync(descriptor),
    syncData: () => fdatasyncSync(descriptor),
    close: () => closeSync(descriptor),
  }
}

/** Windows cannot open a directory, and journals its names without being asked. */
const syncDirectory = (directory: string): void => {
  if (process.platform === "win32") return
  const descriptor = openSync(directory, "r")
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** A directory of the file system. The synchronous calls halve the latency of the asynchronous ones. */
export const nodeDisk = (directory: string): Disk => ({
  list: () => readdirSync(directory),
  read: (name) => readFileSync(join(directory, name)),
  create: (name) => openFile(join(directory, name), "w+"),
  open: (name) => openFile(join(directory, name), "r+"),
  rename: (from, to) => renameSync(join(directory, from), join(directory, to)),
  remove: (name) => unlinkSync(join(directory, name)),
  syncDirectory: () => syncDirectory(directory),
})
