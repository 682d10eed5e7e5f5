import { crc32c } from "../codec/index.ts"
import type { Disk, DiskFile } from "./disk.ts"
import { type Frame, findFrame, frameAt, get32, set32 } from "./frame.ts"
import { StorageCorrupt } from "./storage.ts"

/** What begins a segment: that it is one, of which format, the mark of its frames, and the checksum of all that. */
export const headerBytes = 16

/** `Lock`, as four bytes. */
const magic = 0x6b636f4c
const version = 1
const zeros = new Uint8Array(2 ** 20)

const nameDigits = 16

/** The file of the segment whose first batch has this number. */
export const segmentName = (first: number): string => `${String(first).padStart(nameDigits, "0")}.log`

/** The number in the name of a file of this kind; `undefined` for other files. */
export const numberIn = (name: string, suffix: string): number | undefined => {
  if (name.length !== nameDigits + suffix.length || !name.endsWith(suffix)) return undefined
  const number = Number(name.slice(0, nameDigits))
  return Number.isSafeInteger(number) ? number : undefined
}

const header = (mark: number): Uint8Array => {
  const bytes = new Uint8Array(headerBytes)
  set32(bytes, 0, magic)
  set32(bytes, 4, version)
  set32(bytes, 8, mark)
  set32(bytes, 12, crc32c(bytes, 0, 12))
  return bytes
}

/** A file of zeros that is to become a segment. */
export const spareName = "spare.tmp"

/** Fills a file with zeros at once, which takes as long as the disk needs for so many bytes. */
const fill = (file: DiskFile, bytes: number): void => {
  for (let at = 0; at < bytes; at += zeros.length) file.write(zeros.subarray(0, Math.min(zeros.length, bytes - at)), at)
}

/**
 * Makes a segment of a spare file, or else with so much room, so that a later sync writes no metadata. It gets its name last: what
 * bears the name of a segment has a whole header.
 */
export const createSegment = (disk: Disk, first: number, mark: number, room: "spare" | number): DiskFile => {
  const name = segmentName(first)
  const made = room === "spare" ? spareName : `${name}.tmp`
  const file = room === "spare" ? disk.open(made) : disk.create(made)
  try {
    if (room !== "spare") fill(file, room)
    file.write(header(mark), 0)
    file.sync()
    disk.rename(made, name)
    disk.syncDirectory()
    return file
  } catch (thrown) {
    file.close()
    throw thrown
  }
}

const markOf = (name: string, bytes: Uint8Array): number => {
  const corrupt = (reason: string) => new StorageCorrupt({ file: name, offset: 0, reason })
  if (bytes.length < headerBytes) throw corrupt("the file ends inside of its header")
  if (crc32c(bytes, 0, 12) !== get32(bytes, 12) || get32(bytes, 0) !== magic)
    throw corrupt("the header is not as it was written")
  const found = get32(bytes, 4)
  if (found !== version) throw corrupt(`version ${found} of the format is not known`)
  return get32(bytes, 8)
}

/** A segment as it was found. */
export interface Segment {
  readonly first: number
  readonly bytes: Uint8Array
  readonly mark: number
  readonly frames: readonly Frame[]
  /** Where the whole frames end. */
  readonly end: number
}

/** Reads the frames up to the first that is not whole or not in its order. */
export const readSegment = (disk: Disk, first: number): Segment => {
  const name = segmentName(first)
  const bytes = disk.read(name)
  const mark = markOf(name, bytes)
  const frames: Frame[] = []
  let end = headerBytes
  for (;;) {
    const frame = frameAt(bytes, end, mark)
    if (frame === undefined || frame.sequence !== first + frames.length) break
    frames.push(frame)
    end = frame.next
  }
  return { first, bytes, mark, frames, end }
}

/**
 * A batch is written only when the one before is durable. So a whole frame behind a broken one proves that the broken one was
 * acknowledged, while a broken frame with nothing behind it is a batch that a crash tore.
 */
export const refuseHole = ({ first, bytes, mark, end }: Segment): void => {
  const later = findFrame(bytes, end, mark)
  if (later === undefined) return
  const reason = `a batch is damaged, and a later one stands whole at byte ${later}`
  throw new StorageCorrupt({ file: segmentName(first), offset: end, reason })
}
