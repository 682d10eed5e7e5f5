import { append, type Codec, read, Reader, Writer, wireLimits } from "@lockstep/runtime"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import fc from "fast-check"
import { expect, test } from "vitest"
import { type Dice, dice, mutated, randomBytes } from "./mutations.ts"
import { openPilot, pilots, run, type Running } from "./pilots.ts"
import { valuesOfUnit } from "./values.ts"

const isNightly = process.env["NIGHTLY"] === "1"
const inputs = isNightly ? 10_000_000 : 200_000

const writer = new Writer()
const reader = new Reader()

const bytesOf = (codec: Codec<unknown>, value: unknown): Uint8Array => {
  writer.clear()
  append(writer, codec, value)
  return writer.copy()
}

/** A codec with real frames to do harm to. */
interface Target extends Running {
  readonly pilot: string
  readonly frames: readonly Uint8Array[]
}

const targetsOf = async (name: string): Promise<readonly Target[]> => {
  const pilot = openPilot(name)
  const running = await run(pilot)
  return running.map(({ unit, codec }) => {
    const values = fc.sample(valuesOfUnit(pilot.spec.types, unit), { numRuns: 60, seed: 7 })
    return { pilot: name, unit, codec, frames: values.map((value) => bytesOf(codec, value)) }
  })
}

const targets = (await Promise.all(pilots.map(targetsOf))).flat()

/** Nothing but a value or a typed error comes out, and a value only of the very bytes that it is written as. */
const attack = ({ pilot, unit, codec }: Target, bytes: Uint8Array): boolean => {
  const decoded = read(reader, codec, bytes)
  if (decoded.kind === "decode-error") return false
  writer.clear()
  const error = append(writer, codec, decoded.value)
  const isItself = error === null && Buffer.compare(writer.view(), bytes) === 0
  if (!isItself) throw new Error(`${pilot} ${unit.name} reads ${Buffer.from(bytes).toString("hex")} as something else`)
  return true
}

const inputFor = ({ frames }: Target, dice: Dice): Uint8Array =>
  dice.roll(4) === 0 ? randomBytes(dice) : mutated(frames, dice)

test(`${inputs.toLocaleString("en")} hostile inputs are read as what they are, or refused`, () => {
  /** What comes from outside is attacked most. */
  const weighted = targets.flatMap((target) =>
    target.unit.kind === "messages" ? [target, target, target, target] : [target],
  )
  const seeded = dice(20_261_121)
  let read = 0
  for (let count = 0; count < inputs; count++) {
    const target = weighted[count % weighted.length]
    if (target !== undefined && attack(target, inputFor(target, seeded))) read++
  }
  expect(read).toBeGreaterThan(inputs / 100)
  expect(read).toBeLessThan(inputs / 2)
})

test("fast-check finds no bytes that are read as something else", () => {
  for (const target of targets)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30 }), (bytes) => {
        attack(target, bytes)
      }),
      { numRuns: 200 },
    )
})

test("a frame that is cut anywhere is refused, or is what it says", () => {
  for (const target of targets)
    for (const frame of target.frames.slice(0, 10))
      for (let length = 0; length < frame.length; length++) attack(target, frame.subarray(0, length))
})

/** The longest message of each kind that a peer may send, made of the smallest items. */
const worst = (bytes: number): Uint8Array => {
  const frame = new Uint8Array(bytes)
  const items = Math.floor((bytes - 8) / 2)
  frame.set([2, 2, 0, 0, (items & 127) | 128, ((items >> 7) & 127) | 128, items >> 14])
  return frame
}

const generous = new Reader({ limits: { ...wireLimits, items: 2 ** 21 } })
const [raftMessages] = targets.filter(({ pilot, unit }) => pilot === "raft" && unit.kind === "messages")
if (raftMessages === undefined) throw new Error("raft has no messages")

setFlagsFromString("--expose-gc")
const collect: () => void = runInNewContext("gc")

/** What stays in memory of what was made. */
const retained = (make: () => unknown): number => {
  collect()
  const before = process.memoryUsage().heapUsed
  const made = make()
  collect()
  const after = process.memoryUsage().heapUsed
  return made === null ? 0 : after - before
}

test("memory grows with the bytes", () => {
  expect(retained(() => read(generous, raftMessages.codec, worst(2 ** 20)))).toBeLessThan(64 * 2 ** 20)
})

test("time grows with the bytes", () => {
  const millisecondsFor = (bytes: number): number => {
    const times = Array.from({ length: 5 }, () => {
      const frame = worst(bytes)
      const began = performance.now()
      const decoded = read(generous, raftMessages.codec, frame)
      expect(decoded).toMatchObject({ kind: "decoded", value: { type: "Append" } })
      return performance.now() - began
    })
    return Math.min(...times)
  }
  millisecondsFor(2 ** 16)
  const short = millisecondsFor(2 ** 16)
  expect(millisecondsFor(2 ** 20)).toBeLessThan(Math.max(short, 0.5) * 16 * 6)
})
