import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { type Log, openLog } from "../../src/storage/log.ts"
import { StorageCorrupt } from "../../src/storage/index.ts"
import { PowerCut, type SimulatedDisk, simulatedDisk } from "./simulated-disk.ts"

/** What is done to the log: append so many bytes, take a snapshot, or stop and start. */
type Action = { readonly kind: "append"; readonly bytes: number } | { readonly kind: "snapshot" | "reopen" }

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
    { weight: 1, arbitrary: fc.constant({ kind: "snapshot" as const }) },
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

const open = (disk: SimulatedDisk, seed: number): Log => {
  const random = generator(seed)
  return openLog(disk, { segmentBytes: 300, random: () => Math.floor(random() * 2 ** 32) })
}

const batch = (number: number, bytes: number): Uint8Array => {
  const content = new Uint8Array(bytes).fill(number % 251)
  new DataView(content.buffer).setUint32(0, number)
  return content
}

const numberOf = (bytes: Uint8Array): number => new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)

/** How many batches a log that was opened holds, each of which must be whole and in its place. */
const count = (log: Log): number => {
  const { snapshot, batches } = log.takeRecovered()
  const before = snapshot === null ? 0 : numberOf(snapshot)
  batches.forEach((found, index) => expect(found).toEqual(batch(before + index + 1, found.length)))
  return before + batches.length
}

const run = (disk: SimulatedDisk, start: Log, known: Known, todo: readonly Action[]): void => {
  let log = start
  for (const action of todo) {
    if (action.kind === "append") {
      log.append(batch(++known.begun, action.bytes))
      known.acknowledged = known.begun
    } else if (action.kind === "snapshot") {
      log.snapshot(batch(known.begun, 40))
    } else {
      log.close()
      log = open(disk, known.begun)
      expect(count(log)).toBe(known.acknowledged)
    }
  }
  log.close()
}

const untilPowerCut = (attempt: () => void): void => {
  try {
    attempt()
  } catch (thrown) {
    const cause = thrown instanceof Error ? thrown.cause : undefined
    if (!(thrown instanceof PowerCut) && !(cause instanceof PowerCut)) throw thrown
  }
}

/** Lives until the power goes, several times over, and looks each time what is left. */
const live = (disk: SimulatedDisk, cut: number, seed: number, todo: readonly Action[]): void => {
  const known: Known = { acknowledged: 0, begun: 0 }
  const random = generator(seed)
  for (let life = 0; life < 4; life++) {
    disk.cutAfter(life === 0 ? cut : Math.floor(random() * 2 * (cut + 1)))
    untilPowerCut(() => {
      const log = open(disk, seed + life)
      const found = count(log)
      expect(found).toBeGreaterThanOrEqual(known.acknowledged)
      expect(found).toBeLessThanOrEqual(known.begun)
      known.acknowledged = known.begun = found
      run(disk, log, known, todo)
    })
    if (random() < 0.5) disk.restart(random)
    else disk.goOn()
  }
  disk.restart(random)
  const left = count(open(disk, seed))
  expect(left).toBeGreaterThanOrEqual(known.acknowledged)
  expect(left).toBeLessThanOrEqual(known.begun)
}

const operationsOf = (todo: readonly Action[]): number => {
  const disk = simulatedDisk()
  run(disk, open(disk, 1), { acknowledged: 0, begun: 0 }, todo)
  return disk.operations()
}

describe("a power cut", () => {
  test("at any write boundary loses nothing acknowledged and half-keeps nothing else", () => {
    const rounds = process.env["NIGHTLY"] === "1" ? 2000 : 150
    fc.assert(
      fc.property(actions, fc.integer(), (todo, seed) => {
        const operations = operationsOf(todo)
        for (let cut = 0; cut <= operations; cut++) live(simulatedDisk(), cut, seed + cut, todo)
      }),
      { numRuns: rounds },
    )
  })
})

const written = (): SimulatedDisk => {
  const disk = simulatedDisk()
  const todo: readonly Action[] = Array.from({ length: 9 }, () => ({ kind: "append", bytes: 90 }))
  run(disk, open(disk, 1), { acknowledged: 0, begun: 0 }, [...todo, { kind: "snapshot" }, ...todo])
  return disk
}

const names = written().list()

describe("damage", () => {
  test.each(names)("to any byte of %s is reported or changes nothing", (name) => {
    for (let position = 0; position < written().read(name).length; position++) {
      const disk = written()
      disk.damage(name, position, 1 << (position % 8))
      try {
        expect(count(open(disk, 2))).toBe(18)
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(StorageCorrupt)
      }
    }
  })

  test("in the middle is reported with the file and the byte", () => {
    const disk = written()
    const name = disk.list().find((file) => file.endsWith(".log")) ?? ""
    disk.damage(name, 60, 1)
    expect(() => open(disk, 2)).toThrow(expect.objectContaining({ _tag: "StorageCorrupt", file: name, offset: 16 }))
  })

  test.each(names)("a missing %s is reported", (name) => {
    const disk = written()
    disk.remove(name)
    const look = () => count(open(disk, 2))
    if (name === names.at(-1) && name.endsWith(".log")) expect(look()).toBeLessThan(18)
    else expect(look).toThrow(StorageCorrupt)
  })
})

test("after a failed write the log refuses everything, and another on the same disk goes on", () => {
  const disk = simulatedDisk()
  const log = open(disk, 1)
  log.append(batch(1, 20))
  disk.cutAfter(0)
  expect(() => log.append(batch(2, 20))).toThrow(expect.objectContaining({ _tag: "StorageFailed" }))
  disk.restart(() => 0.9)
  expect(() => log.append(batch(2, 20))).toThrow(expect.objectContaining({ _tag: "StorageFailed" }))
  expect(count(open(disk, 2))).toBe(1)
})

test("a snapshot stands for batches that are damaged behind it, and new ones get new numbers", () => {
  const disk = simulatedDisk()
  const log = open(disk, 1)
  for (let number = 1; number <= 3; number++) log.append(batch(number, 20))
  disk.cutAfter(4)
  expect(() => log.snapshot(batch(3, 20))).toThrow()
  disk.goOn()
  disk.damage("0000000000000001.log", 16 + 2 * 40 + 30, 1)
  const second = open(disk, 2)
  expect(count(second)).toBe(3)
  second.append(batch(4, 20))
  expect(count(open(disk, 3))).toBe(4)
})
