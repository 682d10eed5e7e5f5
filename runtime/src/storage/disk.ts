import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
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
  /** Makes a file of these bytes, or of so many zeros, durable but for its name, while others work. Calls back when it is there, or cannot be. */
  readonly prepare: (name: string, content: Uint8Array | number, done: (failure?: Failure) => void) => void
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

/** Makes a directory, and its name durable. */
export const makeDirectory = (directory: string): void => {
  if (mkdirSync(directory, { recursive: true, mode: 0o700 }) !== undefined) syncDirectory(dirname(directory))
}

const zeros = new Uint8Array(2 ** 20)

const fill = async (path: string, content: Uint8Array | number): Promise<void> => {
  const bytes = typeof content === "number" ? content : content.length
  const pieceAt = (at: number): Uint8Array =>
    typeof content === "number" ? zeros.subarray(0, bytes - at) : content.subarray(at, at + zeros.length)
  const file = await open(path, "w+", 0o600)
  try {
    for (let at = 0; at < bytes;) at += (await file.write(pieceAt(at), 0, null, at)).bytesWritten
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A buffer's `slice` does not copy, unlike that of any other array of bytes. */
const plain = ({ buffer, byteOffset, length }: Buffer): Uint8Array => new Uint8Array(buffer, byteOffset, length)

/** A directory of the file system. The synchronous calls halve the latency of the asynchronous ones. */
export const nodeDisk = (directory: string): Disk => ({
  list: () => readdirSync(directory),
  read: (name) => plain(readFileSync(join(directory, name))),
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
