import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  unlinkSync,
  writeSync,
} from "node:fs"
import { open } from "node:fs/promises"
import { dirname, join } from "node:path"

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

/** What a disk has thrown. */
export interface Failure {
  readonly cause: unknown
}

/** One directory: all that the log asks of a file system, so that a test can put a treacherous one in its place. Its methods throw. */
export interface Disk {
  readonly list: () => readonly string[]
  readonly read: (name: string) => Uint8Array
  /** Makes an empty file; one of this name may be there and is emptied. */
  readonly create: (name: string) => DiskFile
  readonly open: (name: string) => DiskFile
  /**
   * Makes a file of these pieces, or of so many zeros, durable but for its name, while others work: each piece is asked for when the one
   * before is written. Calls back when it is there, or cannot be.
   */
  readonly prepare: (name: string, content: Iterable<Uint8Array> | number, done: (failure?: Failure) => void) => void
  readonly rename: (from: string, to: string) => void
  readonly remove: (name: string) => void
  /** Makes creations, renames and removals durable. */
  readonly syncDirectory: () => void
}

/** What nodes know is nobody else's business. */
const ownerOnly = 0o600

const writeAll = (descriptor: number, bytes: Uint8Array, position: number): void => {
  for (let done = 0; done < bytes.length;)
    done += writeSync(descriptor, bytes, done, bytes.length - done, position + done)
}

const openFile = (path: string, flags: "r+" | "w+"): DiskFile => {
  const descriptor = openSync(path, flags, ownerOnly)
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

/**
 * Makes a directory and those that it stands in, and their names durable, one after the other: asked for all at once, Node never comes back
 * from places like /proc.
 */
export const makeDirectory = (directory: string): void => {
  if (existsSync(directory)) return
  const outer = dirname(directory)
  if (outer !== directory) makeDirectory(outer)
  try {
    mkdirSync(directory, 0o700)
  } catch (error) {
    /** Another node of this process, or another process, may have been faster. */
    if (!existsSync(directory)) throw error
  }
  syncDirectory(outer)
}

/** Makes a file, where there is none, before somebody else does who would let everybody read it. What SQLite puts beside it is as secret. */
export const makeSecret = (path: string): void => closeSync(openSync(path, "a", ownerOnly))

const zeros = new Uint8Array(2 ** 20)

function* piecesOfZeros(bytes: number): Iterable<Uint8Array> {
  for (let left = bytes; left > 0; left -= zeros.length) yield zeros.subarray(0, left)
}

const fill = async (path: string, content: Iterable<Uint8Array> | number): Promise<void> => {
  const file = await open(path, "w+", ownerOnly)
  try {
    for (const piece of typeof content === "number" ? piecesOfZeros(content) : content) await file.writeFile(piece)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** What is read with one call: of files beyond 2 GiB, the system reads no more. */
const portionBytes = 2 ** 30

const readAll = (path: string): Uint8Array => {
  const descriptor = openSync(path, "r")
  try {
    const bytes = new Uint8Array(fstatSync(descriptor).size)
    for (let at = 0, read = 1; read > 0 && at < bytes.length; at += read)
      read = readSync(descriptor, bytes, at, Math.min(portionBytes, bytes.length - at), at)
    return bytes
  } finally {
    closeSync(descriptor)
  }
}

/** A directory of the file system. The synchronous calls halve the latency of the asynchronous ones. */
export const nodeDisk = (directory: string): Disk => ({
  list: () => readdirSync(directory),
  read: (name) => readAll(join(directory, name)),
  create: (name) => openFile(join(directory, name), "w+"),
  open: (name) => openFile(join(directory, name), "r+"),
  prepare: (name, content, done) =>
    void fill(join(directory, name), content).then(
      () => done(),
      (cause: unknown) => done({ cause }),
    ),
  rename: (from, to) => renameSync(join(directory, from), join(directory, to)),
  remove: (name) => unlinkSync(join(directory, name)),
  syncDirectory: () => syncDirectory(directory),
})
