import type { Disk, DiskFile } from "../../src/storage/index.ts"

/** What stands in the place of a power cut. */
export class PowerCut extends Error {}

/** What a disk says that takes no more. */
export class DiskFull extends Error {}

interface Write {
  readonly position: number
  readonly bytes: Uint8Array
}

/** A file: what a power cut leaves, and what was written since the last sync. */
interface Inode {
  durable: Uint8Array
  unsynced: Write[]
}

type NameChange = (names: Map<string, Inode>) => void

const place = (content: Uint8Array, { position, bytes }: Write): Uint8Array => {
  const grown = new Uint8Array(Math.max(content.length, position + bytes.length))
  grown.set(content)
  grown.set(bytes, position)
  return grown
}

const contentOf = ({ durable, unsynced }: Inode): Uint8Array => unsynced.reduce(place, durable)

/** What of an unsynced write reaches the platter: all, nothing, a part from either end, or pieces. */
const torn = ({ position, bytes }: Write, random: () => number): readonly Write[] => {
  const cut = Math.floor(random() * (bytes.length + 1))
  const kind = Math.floor(random() * 5)
  if (kind === 0) return [{ position, bytes }]
  if (kind === 1) return []
  if (kind === 2) return [{ position, bytes: bytes.subarray(0, cut) }]
  if (kind === 3) return [{ position: position + cut, bytes: bytes.subarray(cut) }]
  const size = 1 + Math.floor(random() * 64)
  const pieces: Write[] = []
  for (let at = 0; at < bytes.length; at += size)
    if (random() < 0.5) pieces.push({ position: position + at, bytes: bytes.subarray(at, at + size) })
  return pieces
}

const shuffled = <Item>(items: readonly Item[], random: () => number): readonly Item[] =>
  items
    .map((item) => ({ item, key: random() }))
    .sort((one, other) => one.key - other.key)
    .map(({ item }) => item)

/** A disk that keeps only what was synced, and of all else whatever it likes. */
export interface SimulatedDisk extends Disk {
  /** Cuts the power at the operation after this many, once. */
  readonly cutAfter: (operations: number) => void
  /** How many operations there were that change something. */
  readonly operations: () => number
  /** The power comes back: unsynced writes are lost, torn and reordered, unsynced names are there or not. */
  readonly restart: (random: () => number) => void
  /** Only the process had died: what it wrote is still there, synced or not. */
  readonly goOn: () => void
  /** A full disk takes no more bytes. */
  readonly setFull: (value: boolean) => void
  /** Flips bits of a byte that was durable. */
  readonly damage: (name: string, position: number, bits: number) => void
}

export const simulatedDisk = (): SimulatedDisk => {
  let durable = new Map<string, Inode>()
  let names = new Map<string, Inode>()
  let changes: NameChange[] = []
  let done = 0
  let limit = Infinity
  let isFull = false

  /** The operation at which the power goes is the last that the disk hears of. */
  const operate = (run: () => void): void => {
    if (done > limit) throw new PowerCut()
    run()
    if (done++ === limit) throw new PowerCut()
  }

  const change = (apply: NameChange): void =>
    operate(() => {
      apply(names)
      changes.push(apply)
    })

  const find = (name: string): Inode => {
    const inode = names.get(name)
    if (inode === undefined) throw new Error(`no file ${name}`)
    return inode
  }

  const sync = (inode: Inode): void =>
    operate(() => {
      inode.durable = contentOf(inode)
      inode.unsynced = []
    })

  /** What lies beyond the durable size is not data that this makes durable. */
  const syncData = (inode: Inode): void =>
    operate(() => {
      const { length } = inode.durable
      inode.durable = contentOf(inode).slice(0, length)
      inode.unsynced = inode.unsynced.filter(({ position, bytes }) => position + bytes.length > length)
    })

  /** A full disk takes a part of what is written before it says so. */
  const write = (inode: Inode, bytes: Uint8Array, position: number): void =>
    operate(() => {
      inode.unsynced.push({ bytes: isFull ? bytes.slice(0, bytes.length >> 1) : bytes.slice(), position })
      if (isFull) throw new DiskFull("ENOSPC: no space left on device, write")
    })

  const opened = (inode: Inode): DiskFile => ({
    size: contentOf(inode).length,
    write: (bytes, position) => write(inode, bytes, position),
    sync: () => sync(inode),
    syncData: () => syncData(inode),
    close: () => undefined,
  })

  const create = (name: string): DiskFile => {
    const inode: Inode = { durable: new Uint8Array(0), unsynced: [] }
    change((entries) => entries.set(name, inode))
    return opened(inode)
  }

  return {
    list: () => [...names.keys()],
    read: (name) => contentOf(find(name)),
    create,
    prepare(name, content, done) {
      const file = create(name)
      if (isFull) return done({ cause: new DiskFull("ENOSPC: no space left on device, write") })
      let end = 0
      for (const piece of typeof content === "number" ? [new Uint8Array(content)] : content) {
        file.write(piece, end)
        end += piece.length
      }
      file.sync()
      done()
    },
    open: (name) => opened(find(name)),
    rename: (from, to) => {
      const inode = find(from)
      change((entries) => {
        entries.delete(from)
        entries.set(to, inode)
      })
    },
    remove: (name) => change((entries) => entries.delete(name)),
    syncDirectory: () =>
      operate(() => {
        durable = new Map(names)
        changes = []
      }),
    cutAfter: (operations) => (limit = done + operations),
    operations: () => done,
    restart: (random) => {
      for (const apply of changes) if (random() < 0.5) apply(durable)
      for (const inode of durable.values()) {
        const pieces = shuffled(inode.unsynced, random).flatMap((write) => torn(write, random))
        inode.durable = pieces.reduce(place, inode.durable)
        inode.unsynced = []
      }
      names = new Map(durable)
      changes = []
      limit = Infinity
    },
    goOn: () => (limit = Infinity),
    setFull: (value) => (isFull = value),
    damage: (name, position, bits) => {
      const { durable: content } = find(name)
      content[position] = (content[position] ?? 0) ^ bits
    },
  }
}
