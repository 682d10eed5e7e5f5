import type { Disk, DiskFile } from "./disk.ts"
import { numberIn, readSegment, refuseHole, type Segment, segmentName } from "./segment.ts"
import { readSnapshot } from "./snapshot.ts"
import { type Recovered, StorageCorrupt } from "./storage.ts"

/** Where a log goes on. */
export interface Position {
  readonly file: DiskFile
  /** The number of the first batch of this file. */
  readonly first: number
  readonly mark: number
  /** Where the next frame goes. */
  readonly end: number
  /** The number that the next batch gets. */
  readonly next: number
}

/** Where a log goes on: in the last segment, or in a new one that begins with `next`. */
export interface Going {
  readonly tail: Position | undefined
  readonly next: number
  /** Whether damage to the last batch could not pass for a torn write: an empty one stands behind it. */
  readonly isSealed: boolean
}

/** What the directory holds, and where to go on. */
export interface Found {
  readonly recovered: Recovered
  readonly going: Going
}

const numbers = (names: readonly string[], suffix: string): readonly number[] =>
  names
    .map((name) => numberIn(name, suffix))
    .filter((number) => number !== undefined)
    .sort((one, other) => one - other)

/** The segments that hold batches after the snapshot: a segment whose successor begins early enough holds none. */
const needed = (segments: readonly number[], last: number): readonly number[] =>
  segments.filter((_, index) => (segments[index + 1] ?? Infinity) > last + 1)

const missing = (first: number, before: number): StorageCorrupt =>
  new StorageCorrupt({
    file: segmentName(first),
    offset: 0,
    reason: `the batches from ${first} up to ${before - 1} are missing`,
  })

const damaged = ({ first, end }: Segment, next: Segment): StorageCorrupt =>
  new StorageCorrupt({
    file: segmentName(first),
    offset: end,
    reason: `a batch is damaged, and ${segmentName(next.first)} goes on behind it`,
  })

/** That a segment exists proves that all batches before it were acknowledged. */
const refuseGaps = (segments: readonly Segment[], last: number): void => {
  let expected = last + 1
  let before: Segment | undefined
  for (const segment of segments) {
    if (segment.first > expected)
      throw before === undefined ? missing(expected, segment.first) : damaged(before, segment)
    expected = segment.first + segment.frames.length
    before = segment
  }
}

/**
 * Opens the last segment and makes durable what was found there: it may have come from the memory of a process that died. What stands
 * behind the last whole frame may stay: it is no frame, and never becomes one.
 */
const reopen = (disk: Disk, segment: Segment): Position => {
  const file = disk.open(segmentName(segment.first))
  file.sync()
  const { first, mark, end, frames } = segment
  return { file, first, mark, end, next: first + frames.length }
}

/** A tail that the snapshot has overtaken ends before it: new batches must have numbers after the snapshot's. */
const goOn = (disk: Disk, tail: Segment | undefined, last: number): Going => {
  if (tail === undefined || tail.first + tail.frames.length <= last)
    return { tail: undefined, next: last + 1, isSealed: true }
  const position = reopen(disk, tail)
  const isSealed = (tail.frames.at(-1)?.payload.length ?? 0) === 0
  return { tail: position, next: position.next, isSealed }
}

/** Reads what an earlier life has left. Throws `StorageCorrupt` where acknowledged batches are damaged or missing. */
export const recover = (disk: Disk): Found => {
  const names = disk.list()
  for (const name of names) if (name.endsWith(".tmp")) disk.remove(name)
  const newest = numbers(names, ".snapshot").at(-1)
  const last = newest ?? 0
  const firsts = numbers(names, ".log")
  if (newest !== undefined && firsts.length === 0) throw missing(last + 1, last + 2)
  const segments = needed(firsts, last).map((first) => readSegment(disk, first))
  refuseGaps(segments, last)
  const tail = segments.at(-1)
  if (tail !== undefined) refuseHole(tail)
  const batches: Uint8Array[] = []
  for (const { frames } of segments)
    for (const { sequence, payload } of frames) if (sequence > last && payload.length > 0) batches.push(payload)
  const recovered = { snapshot: newest === undefined ? null : readSnapshot(disk, newest), batches }
  const going = goOn(disk, tail, last)
  disk.syncDirectory()
  return { recovered, going }
}
