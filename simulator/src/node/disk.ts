import type { Disk, DiskFile } from "@lockstep/runtime"
import { below, type Random } from "../random.ts"

/** What stands in the place of a power cut. */
export class PowerCut extends Error {}

interface Write {
  readonly position: number
  readonly bytes: Uint8Array
}

/** A file: what a power cut leaves, what a reader finds, and what is between the two. */
interface File {
  durable: Uint8Array
  content: Uint8Array
  unsynced: Write[]
  /** Where the last write began that was synced: what is before it can no longer pass for a torn write. */
  settled: number
}

type Names = Map<string, File>
type NameChange = (names: Names) => void

/** How the next operations end. */
type Trouble = { readonly kind: "power" | "full"; left: number } | undefined

const sized = (content: Uint8Array, length: number): Uint8Array => {
  if (content.length >= length) return content
  const grown = new Uint8Array(length)
  grown.set(content)
  return grown
}

/** A write within a file changes it where it stands: who reads has a copy. */
const placed = (content: Uint8Array, { position, bytes }: Write): Uint8Array => {
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
    throw new PowerCut()
  }

  /** The operation at which the power goes is the last that the disk hears of. */
  const operate = (run: () => void): void => {
    if (trouble?.kind === "full" && trouble.left <= 0) throw new Error("ENOSPC: no space left on device")
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

  const write = (file: File, bytes: Uint8Array, position: number): void =>
    operate(() => {
      const kept = { position, bytes: bytes.slice() }
      file.unsynced.push(kept)
      file.content = placed(file.content, kept)
    })

  const opened = (file: File): DiskFile => ({
    size: file.content.length,
    write: (bytes, position) => write(file, bytes, position),
    sync: () => sync(file),
    syncData: () => sync(file),
    close: () => undefined,
  })

  const create = (name: string): DiskFile => {
    const file: File = { durable: new Uint8Array(0), content: new Uint8Array(0), unsynced: [], settled: 0 }
    change((entries) => entries.set(name, file))
    return opened(file)
  }

  return {
    list: () => [...names.keys()],
    read: (name) => find(name).content.slice(),
    create,
    prepare(name, content, done) {
      try {
        const file = create(name)
        let end = 0
        for (const piece of typeof content === "number" ? [new Uint8Array(content)] : content) {
          file.write(piece, end)
          end += piece.length
        }
        file.sync()
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
        const pieces = shuffled(file.unsynced, random).flatMap((one) => torn(one, random))
        file.durable = pieces.reduce(placed, file.durable)
        file.content = file.durable.slice()
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
      for (const bytes of [file.durable, file.content])
        bytes[position] = (bytes[position] ?? 0) ^ (1 << below(random, 8))
      return `${name} at byte ${position}`
    },
  }
}
