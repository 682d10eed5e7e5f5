/** What stands before the frames of SQLite's write-ahead log, and before the page of each. */
const headerBytes = 32
const frameHeaderBytes = 24

const magic = 0x377f0682

/** The two halves of a checksum, each of which depends on all bytes before. */
type Checksum = readonly [number, number]

const checksumAt = (view: DataView, at: number): Checksum => [view.getUint32(at), view.getUint32(at + 4)]

const isSame = (one: Checksum, other: Checksum): boolean => one[0] === other[0] && one[1] === other[1]

/** The frames of a log whose header is whole. */
const framesOf = (view: DataView) => {
  const isLittleEndian = view.getUint32(0) === magic
  const frameBytes = frameHeaderBytes + view.getUint32(8)
  const salt = checksumAt(view, 16)
  const place = (frame: number): number => headerBytes + frame * frameBytes

  const sum = (from: number, to: number, [first, second]: Checksum): Checksum => {
    for (let at = from; at < to; at += 8) {
      first = (first + view.getUint32(at, isLittleEndian) + second) >>> 0
      second = (second + view.getUint32(at + 4, isLittleEndian) + first) >>> 0
    }
    return [first, second]
  }

  return {
    count: Math.floor((view.byteLength - headerBytes) / frameBytes),
    place,
    sum,
    stored: (frame: number): Checksum => checksumAt(view, place(frame) + 16),
    isCommit: (frame: number): boolean => view.getUint32(place(frame) + 4) !== 0,
    /** Whether a frame is as it was written behind one that had this checksum. */
    follows(frame: number, before: Checksum): boolean {
      const at = place(frame)
      const page = at + frameHeaderBytes
      const found = sum(page, at + frameBytes, sum(at, at + 8, before))
      return isSame(checksumAt(view, at + 8), salt) && isSame(checksumAt(view, at + 16), found)
    },
  }
}

const isHeaderWhole = (view: DataView): boolean =>
  (view.getUint32(0) & ~1) === magic && isSame(checksumAt(view, 24), framesOf(view).sum(0, 24, [0, 0]))

/**
 * Where a committed page is damaged in a log that a process has left. SQLite takes the log up to the first damaged frame and forgets the
 * rest without a word, as if it had been torn. But a commit is synced before anything is written behind it: so a whole frame behind a
 * commit proves that all before it was acknowledged.
 */
export const findHole = (wal: Uint8Array): number | undefined => {
  if (wal.length < headerBytes + frameHeaderBytes) return undefined
  const view = new DataView(wal.buffer, wal.byteOffset, wal.byteLength)
  if (!isHeaderWhole(view)) return 0
  const { count, place, stored, isCommit, follows } = framesOf(view)
  let whole = 0
  for (let before = checksumAt(view, 24); whole < count && follows(whole, before); whole++) before = stored(whole)
  for (let frame = whole; frame + 1 < count; frame++)
    if (isCommit(frame) && follows(frame + 1, stored(frame))) return place(whole)
  return undefined
}
