import type { Disk, DiskFile } from "@lockstep/runtime"
import { below, type Random } from "../random.ts"

/** What stands in the place of a power cut. */
class PowerCut extends Error {}

/** One for all: nobody asks where it was thrown. */
const powerCut = new PowerCut()
const noSpace = new Error("ENOSPC: no space left on device")

interface Write {
  readonly position: number
  readonly bytes: Uint8Array
}

/** A file: what a power cut leaves, and what a reader finds beside that. */
interface File {
  durable: Uint8Array
  size: number
  unsynced: Write[]
  /** Where the last write began that was synced: what is before it can no longer pass for a torn write. */
  settled: number
}

type Names = Map<string, File>
type NameChange = (names: Names) => void

/** How the next operations end. */
type Trouble = { readonly kind: "power" | "full"; left: number } | undefined

const nothing = new Uint8Array(0)

/** Files are small and many: they share pieces of memory, since allocating one takes longer than filling it. */
const pieceBytes = 2 ** 16
let piece = nothing
let used = 0

/** Zeros that nobody else has. */
const zeros = (length: number): Uint8Array => {
  if (length > pieceBytes / 4) return new Uint8Array(length)
  if (used + length > piece.length) {
    piece = new Uint8Array(pieceBytes)
    used = 0
  }
  used += length
  return piece.subarray(used - length, used)
}

const copied = (bytes: Uint8Array): Uint8Array => {
  const copy = zeros(bytes.length)
  copy.set(bytes)
  return copy
}

const sized = (content: Uint8Array, length: number): Uint8Array => {
  if (content.length >= length) return content
  const grown = zeros(length)
  grown.set(content)
  return grown
}

/** A write within a file changes it where it stands: who reads has a copy, and a write is applied once. */
const placed = (content: Uint8Array, { position, bytes }: Write): Uint8Array => {
  if (content.length === 0 && position === 0) return bytes
  const grown = sized(content, position + bytes.length)
  grown.set(bytes, position)
  return grown
}

/** What of an unsynced write reaches the platter: all, nothing, a part from either end, or pieces. */
const torn = ({ position, bytes }: Write, random: Random): readonly Write[] => {
  const cut = below(random, bytes.length + 1)
  const pieces: Write[] = []
  switch (below(random, 5)) {
    case 0:
      return [{ position, bytes }]
    case 1:
      return []
    case 2:
      return [{ position, bytes: bytes.subarray(0, cut) }]
    case 3:
      return [{ position: position + cut, bytes: bytes.subarray(cut) }]
  }
  const size = 1 + below(random, 64)
  for (let at = 0; at < bytes.length; at += size)
    if (random() < 0.5) pieces.push({ position: position + at, bytes: bytes.subarray(at, at + size) })
  return pieces
}

/** What a reader finds, as a copy. */
const contentOf = ({ durable, size, unsynced }: File): Uint8Array => {
  const content = zeros(size)
  content.set(durable)
  for (const { position, bytes } of unsynced) content.set(bytes, position)
  return content
}

const shuffled = <Item>(items: readonly Item[], random: Random): readonly Item[] =>
  items
    .map((item) => ({ item, key: random() }))
    .sort((one, other) => one.key - other.key)
    .map(({ item }) => item)

/** A disk that keeps only what was synced, and of all else whatever it likes. */
export interface SimulatedDisk extends Disk {
  /** Cuts the power at the operation after so many, or says from there on that it is full. */
  readonly spoil: (kind: "power" | "full", operations: number) => void
  /** There is room again. */
  readonly mend: () => void
  /** The power comes back: unsynced writes were lost, torn and reordered, unsynced names are there or not. */
  readonly restart: (random: Random) => void
  /** Flips bits of a byte that was written long ago, if there is one; tells where. */
  readonly rot: (random: Random) => string | undefined
}

/** `onCut` hears at once that the power is gone. */
export const simulatedDisk = (onCut: () => void): SimulatedDisk => {
  let durable: Names = new Map()
  let names: Names = new Map()
  let changes: NameChange[] = []
  let trouble: Trouble

  const cut = (): never => {
    onCut()
    throw powerCut
  }

  /** The operation at which the power goes is the last that the disk hears of. */
  const operate = (run: () => void): void => {
    if (trouble?.kind === "full" && trouble.left <= 0) throw noSpace
    run()
    if (trouble === undefined) return
    trouble.left--
    if (trouble.kind === "power" && trouble.left < 0) cut()
  }

  const change = (apply: NameChange): void =>
    operate(() => {
      apply(names)
      changes.push(apply)
    })

  const find = (name: string): File => {
    const file = names.get(name)
    if (file === undefined) throw new Error(`ENOENT: no file ${name}`)
    return file
  }

  const sync = (file: File): void =>
    operate(() => {
      for (const write of file.unsynced) {
        file.durable = placed(file.durable, write)
        file.settled = Math.max(file.settled, write.position)
      }
      file.unsynced = []
    })

  /** Nobody else may change the bytes afterwards. */
  const write = (file: File, bytes: Uint8Array, position: number): void =>
    operate(() => {
      file.unsynced.push({ position, bytes })
      file.size = Math.max(file.size, position + bytes.length)
    })

  const opened = (file: File): DiskFile => ({
    size: file.size,
    write: (bytes, position) => write(file, copied(bytes), position),
    sync: () => sync(file),
    syncData: () => sync(file),
    close: () => undefined,
  })

  const create = (name: string): File => {
    const file: File = { durable: nothing, size: 0, unsynced: [], settled: 0 }
    change((entries) => entries.set(name, file))
    return file
  }

  return {
    list: () => [...names.keys()],
    read: (name) => contentOf(find(name)),
    create: (name) => opened(create(name)),
    prepare(name, content, done) {
      try {
        const file = create(name)
        if (typeof content === "number") write(file, zeros(content), 0)
        else for (const part of content) write(file, copied(part), file.size)
        sync(file)
      } catch (cause) {
        if (cause instanceof PowerCut) throw cause
        return done({ cause })
      }
      done()
    },
    open: (name) => opened(find(name)),
    rename(from, to) {
      const file = find(from)
      change((entries) => {
        entries.delete(from)
        entries.set(to, file)
      })
    },
    remove: (name) => change((entries) => entries.delete(name)),
    syncDirectory: () =>
      operate(() => {
        durable = new Map(names)
        changes = []
      }),
    spoil: (kind, operations) => void (trouble = { kind, left: operations }),
    mend: () => void (trouble = undefined),
    restart(random) {
      for (const apply of changes) if (random() < 0.5) apply(durable)
      for (const file of durable.values()) {
        for (const write of shuffled(file.unsynced, random))
          for (const piece of torn(write, random)) file.durable = placed(file.durable, piece)
        file.size = file.durable.length
        file.unsynced = []
      }
      names = new Map(durable)
      changes = []
      trouble = undefined
    },
    rot(random) {
      const files = [...names].filter(([, { settled }]) => settled > 0).sort(([a], [b]) => (a < b ? -1 : 1))
      const [name, file] = files[below(random, files.length)] ?? []
      if (name === undefined || file === undefined) return undefined
      const position = below(random, file.settled)
      file.durable[position] = (file.durable[position] ?? 0) ^ (1 << below(random, 8))
      return `${name} at byte ${position}`
    },
  }
}
