import fc from "fast-check"
import { expect } from "vitest"
import type { Disk } from "../../src/storage/index.ts"
import type { Log, openLog } from "../../src/storage/log.ts"
import { DiskFull, PowerCut, type SimulatedDisk, simulatedDisk } from "./simulated-disk.ts"

/** Opens a log: that of `log.ts`, or one with a bug. */
export type OpenLog = typeof openLog

/** What is done to the log: append so many bytes, take a snapshot that ends behind so many further actions, or stop and start. */
type Action =
  | { readonly kind: "append"; readonly bytes: number }
  | { readonly kind: "snapshot"; readonly lasts: number }
  | { readonly kind: "reopen" }

/** What the log must hold: the number of every batch since the beginning, of which a snapshot stands for the first ones. */
interface Known {
  /** Batches that were acknowledged. */
  acknowledged: number
  /** Batches that were begun. */
  begun: number
}

const actions: fc.Arbitrary<readonly Action[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant("append" as const), bytes: fc.integer({ min: 4, max: 150 }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant("snapshot" as const), lasts: fc.integer({ min: 0, max: 5 }) }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: "reopen" as const }) },
  ),
  { minLength: 1, maxLength: 14 },
)

const generator = (seed: number) => {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** Opens a log of small segments, with marks that a seed has chosen. */
export const opening =
  (openLog: OpenLog) =>
  (disk: Disk, seed: number): Log => {
    const random = generator(seed)
    return openLog(disk, { segmentBytes: 300, random: () => Math.floor(random() * 2 ** 32) })
  }

type Open = ReturnType<typeof opening>

export const batch = (number: number, bytes: number): Uint8Array => {
  const content = new Uint8Array(bytes).fill(number % 251)
  new DataView(content.buffer).setUint32(0, number)
  return content
}

const numberOf = (bytes: Uint8Array): number => new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)

/** How many batches a log that was opened holds, each of which must be whole and in its place. */
export const count = (log: Log): number => {
  const { snapshot, batches } = log.takeRecovered()
  const [first = new Uint8Array(4), ...rest] = snapshot ?? []
  const before = numberOf(first)
  expect(rest).toEqual(snapshot === null ? [] : [batch(before, 30)])
  batches.forEach((found, index) => expect(found).toEqual(batch(before + index + 1, found.length)))
  return before + batches.length
}

/** Nothing acknowledged is missing, and nothing is there that was never begun. */
const demandKnown = (found: number, { acknowledged, begun }: Known): void => {
  expect(found).toBeGreaterThanOrEqual(acknowledged)
  expect(found).toBeLessThanOrEqual(begun)
}

const run = (open: Open, disk: Disk, start: Log, known: Known, todo: readonly Action[]): void => {
  let log = start
  /** The snapshot that is being written. */
  let writing: { readonly finish: () => void; readonly until: number } | undefined
  for (const [at, action] of todo.entries()) {
    if (writing !== undefined && (at >= writing.until || action.kind === "snapshot")) {
      writing.finish()
      writing = undefined
    }
    if (action.kind === "append") {
      log.append(batch(++known.begun, action.bytes))
      known.acknowledged = known.begun
    } else if (action.kind === "snapshot") {
      log.snapshot(
        [batch(known.begun, 40), batch(known.begun, 30)],
        (finish) => (writing = { finish, until: at + 1 + action.lasts }),
      )
    } else {
      writing = undefined
      log.close()
      log = open(disk, known.begun)
      expect(count(log)).toBe(known.acknowledged)
    }
  }
  log.close()
}

/** Tries something that the disk may end. */
const until = (end: typeof PowerCut | typeof DiskFull, attempt: () => void): void => {
  try {
    attempt()
  } catch (thrown) {
    const cause = thrown instanceof Error ? thrown.cause : undefined
    if (!(thrown instanceof end) && !(cause instanceof end)) throw thrown
  }
}

/** Lives until the power goes, several times over, and looks each time what is left. */
const live = (open: Open, disk: SimulatedDisk, cut: number, seed: number, todo: readonly Action[]): void => {
  const known: Known = { acknowledged: 0, begun: 0 }
  const random = generator(seed)
  for (let life = 0; life < 4; life++) {
    disk.cutAfter(life === 0 ? cut : Math.floor(random() * 2 * (cut + 1)))
    until(PowerCut, () => {
      const log = open(disk, seed + life)
      const found = count(log)
      demandKnown(found, known)
      known.acknowledged = known.begun = found
      run(open, disk, log, known, todo)
    })
    if (random() < 0.5) disk.restart(random)
    else disk.goOn()
  }
  disk.restart(random)
  demandKnown(count(open(disk, seed)), known)
}

const operationsOf = (open: Open, todo: readonly Action[]): number => {
  const disk = simulatedDisk()
  run(open, disk, open(disk, 1), { acknowledged: 0, begun: 0 }, todo)
  return disk.operations()
}

/** How many lives to look at, and whether to look for the shortest one that fails. */
type Effort = Pick<fc.Parameters, "numRuns" | "endOnFailure">

/** Cuts the power at every operation of any lives. */
export const survivesPowerCuts = (openLog: OpenLog, effort: Effort): void => {
  const open = opening(openLog)
  fc.assert(
    fc.property(actions, fc.integer(), (todo, seed) => {
      const operations = operationsOf(open, todo)
      for (let cut = 0; cut <= operations; cut++) live(open, simulatedDisk(), cut, seed + cut, todo)
    }),
    effort,
  )
}

/** Fills the disk in the middle of any life, and makes room again: the log holds then what it has acknowledged. */
export const survivesFullDisk = (openLog: OpenLog, effort: Effort): void => {
  const open = opening(openLog)
  const fillAfter = (todo: readonly Action[], taken: number): void => {
    const disk = simulatedDisk()
    const known: Known = { acknowledged: 0, begun: 0 }
    run(open, disk, open(disk, 1), known, todo.slice(0, taken))
    disk.setFull(true)
    until(DiskFull, () => run(open, disk, open(disk, 2), known, todo.slice(taken)))
    disk.setFull(false)
    demandKnown(count(open(disk, 3)), known)
  }
  fc.assert(
    fc.property(actions, (todo) => todo.forEach((_, taken) => fillAfter(todo, taken))),
    effort,
  )
}

/** A log of eighteen batches, with a snapshot after the ninth. */
export const written = (openLog: OpenLog): SimulatedDisk => {
  const disk = simulatedDisk()
  const open = opening(openLog)
  const nine: readonly Action[] = Array.from({ length: 9 }, () => ({ kind: "append", bytes: 90 }))
  const todo: readonly Action[] = [...nine, { kind: "snapshot", lasts: 0 }, ...nine]
  run(open, disk, open(disk, 1), { acknowledged: 0, begun: 0 }, todo)
  return disk
}

/** Damages each byte of a file of that log by itself. */
export const reportsDamage = (openLog: OpenLog, name: string): void => {
  for (let position = 0; position < written(openLog).read(name).length; position++) {
    const disk = written(openLog)
    disk.damage(name, position, 1 << (position % 8))
    let log: Log
    try {
      log = opening(openLog)(disk, 2)
    } catch (thrown) {
      expect(thrown).toMatchObject({ _tag: "StorageCorrupt" })
      continue
    }
    expect(count(log)).toBe(18)
  }
}
