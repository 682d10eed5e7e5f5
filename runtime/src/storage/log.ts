import type { Disk, Failure } from "./disk.ts"
import { frameOverhead, writeFrame } from "./frame.ts"
import { type Going, type Position, recover } from "./recovery.ts"
import { createSegment, headerBytes, numberIn, spareName } from "./segment.ts"
import { nameSnapshot, prepareSnapshot } from "./snapshot.ts"
import { type Recovered, StorageFailed } from "./storage.ts"

/** How a log lays itself out. */
export interface LogOptions {
  /** The room that a segment is made with. */
  readonly segmentBytes: number
  /** A number of 32 bits that nobody who fills the log can guess. */
  readonly random: () => number
}

/** An open write-ahead log. Its methods throw `StorageError`. */
export interface Log {
  /** What was there, for the one who asks first: it may be large, and is let go then. */
  readonly takeRecovered: () => Recovered
  readonly append: (batch: Uint8Array) => void
  /**
   * Begins to write a snapshot, behind which batches may be appended meanwhile. Gives, once it is written, what puts it in the place of all
   * before it. Only one is written at a time.
   */
  readonly snapshot: (parts: Iterable<Uint8Array>, written: (finish: () => void) => void) => void
  readonly close: () => void
}

/** Removes what a snapshot has made superfluous: it may be found again after a crash, and is removed again. */
const removeBefore = (disk: Disk, first: number): void => {
  for (const name of disk.list()) {
    const segment = numberIn(name, ".log")
    const snapshot = numberIn(name, ".snapshot")
    if ((segment !== undefined && segment < first) || (snapshot !== undefined && snapshot < first - 1))
      disk.remove(name)
  }
}

/** Where the log goes on when a segment is full. The next one is made while the present one fills: nobody waits for so many zeros. */
const segments = (disk: Disk, { segmentBytes, random }: LogOptions) => {
  let spare: "none" | "making" | "ready" = "none"

  /** Begins the segment of a batch, with room for so many bytes at least. */
  const start = (first: number, bytes: number): Position => {
    const mark = (random() | 1) >>> 0
    const isSpare = spare === "ready" && headerBytes + bytes <= segmentBytes
    const file = createSegment(disk, first, mark, isSpare ? "spare" : Math.max(segmentBytes, headerBytes + bytes))
    if (isSpare) spare = "none"
    return { file, first, mark, end: headerBytes, next: first }
  }

  const prepare = (): void => {
    if (spare !== "none") return
    spare = "making"
    disk.prepare(spareName, segmentBytes, (failure) => {
      if (failure === undefined) spare = "ready"
    })
  }

  return { start, prepare }
}

/** The parts of a log that change, and how. */
const writer = (disk: Disk, options: LogOptions, going: Going) => {
  const { start, prepare } = segments(disk, options)
  let scratch = new Uint8Array(0)
  let position = going.tail ?? start(going.next, 0)
  let size = going.tail?.file.size ?? options.segmentBytes
  let isSealed = going.isSealed

  const rotate = (bytes: number): void => {
    const { file, next } = position
    position = start(next, bytes)
    file.close()
    size = Math.max(options.segmentBytes, headerBytes + bytes)
  }

  /** One write, one sync. */
  const append = (batch: Uint8Array): void => {
    const bytes = frameOverhead + batch.length
    if (position.end + bytes > size) rotate(bytes)
    if (scratch.length < bytes) scratch = new Uint8Array(2 * bytes)
    const { file, mark, next, end } = position
    writeFrame(scratch, mark, next, batch)
    file.write(scratch.subarray(0, bytes), end)
    file.syncData()
    position = { ...position, end: end + bytes, next: next + 1 }
    isSealed = batch.length === 0
    if (2 * position.end > size) prepare()
  }

  const snapshot = (parts: Iterable<Uint8Array>, written: (finish: () => void) => void): void => {
    const last = position.next - 1
    if (position.first < position.next) rotate(0)
    const finish = (failure?: Failure): void => {
      if (failure !== undefined) throw failure.cause
      nameSnapshot(disk, last)
      removeBefore(disk, last + 1)
    }
    prepareSnapshot(disk, last, parts, (failure) => written(() => finish(failure)))
  }

  /** With an empty batch behind the last one, damage to that can no longer pass for a torn write. */
  const seal = (): void => {
    if (!isSealed) append(new Uint8Array(0))
  }

  const close = (): void => {
    seal()
    position.file.close()
  }

  /** Lets go of the file, whose state is unknown already. */
  const abandon = (): void => {
    try {
      position.file.close()
    } catch {
      return
    }
  }

  return { append, snapshot, seal, close, abandon }
}

/** Opens the log of a directory, and finds what it holds. */
export const openLog = (disk: Disk, options: LogOptions): Log => {
  const { recovered, going } = recover(disk)
  let untaken: Recovered | undefined = recovered
  const { append, snapshot, seal, close, abandon } = writer(disk, options, going)
  seal()
  let state: "open" | "closed" | StorageFailed = "open"

  /** After a failed write or sync nobody knows what the disk holds: nothing more is written, and the log must be opened anew. */
  const attempt = (operation: string, run: () => void): void => {
    if (state === "closed") throw new StorageFailed({ operation, cause: "the log is closed" })
    if (state !== "open") throw state
    try {
      run()
    } catch (cause) {
      abandon()
      state = new StorageFailed({ operation, cause })
      throw state
    }
  }

  return {
    takeRecovered() {
      if (untaken === undefined) throw new Error("what a log holds is asked for once")
      const taken = untaken
      untaken = undefined
      return taken
    },
    append: (batch) => {
      if (batch.length > 0) attempt("append", () => append(batch))
    },
    snapshot(parts, written) {
      const operation = "take a snapshot"
      attempt(operation, () => snapshot(parts, (finish) => written(() => attempt(operation, finish))))
    },
    close: () => {
      if (state !== "open") return
      attempt("close", close)
      state = "closed"
    },
  }
}
