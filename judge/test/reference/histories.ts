import type { SequentialObject } from "@lockstep/language"
import fc from "fast-check"
import { bundledObjects, keyed, type Operation } from "../../src/index.ts"

/** An operation before it has its place in time. */
interface Plan {
  readonly client: number
  readonly call: readonly [call: string, argument: unknown, answer: unknown]
  /** How long it waits, and how long it takes. */
  readonly gap: number
  readonly length: number
  readonly outcome: number
}

const bit = fc.integer({ min: 0, max: 1 })
const bits = fc.uniqueArray(bit, { maxLength: 2 })
const fixed = <Value>(value: Value) => fc.constant(value)

type Calls = readonly (readonly [call: string, argument: fc.Arbitrary<unknown>, answer: fc.Arbitrary<unknown>])[]

const maybe = fc.constantFrom(null, 0, 1)
const calls: { readonly [object: string]: Calls } = {
  register: [
    ["read", fixed(null), maybe],
    ["read", fixed(null), maybe],
    ["write", bit, fixed(null)],
    ["cas", fc.tuple(maybe, bit), fc.boolean()],
  ],
  list: [
    ["read", fixed(null), bits],
    ["append", bit, fixed(null)],
  ],
  counter: [
    ["read", fixed(null), fc.integer({ min: 0, max: 2 })],
    ["add", fixed(1), fixed(null)],
    ["next", fixed(null), fc.integer({ min: 1, max: 2 })],
  ],
  set: [
    ["read", fixed(null), fc.subarray([0, 1])],
    ["has", bit, fc.boolean()],
    ["add", bit, fixed(null)],
    ["remove", bit, fixed(null)],
  ],
  lock: [
    ["acquire", bit, fc.boolean()],
    ["release", bit, fc.boolean()],
  ],
}

const underKey = ([call, argument, answer]: Calls[number]): Calls[number] => [
  call,
  fc.record({ key: fc.constantFrom("x", "y"), argument }),
  answer,
]

const objects: readonly (readonly [SequentialObject, Calls])[] = [
  [bundledObjects.register, calls["register"] ?? []],
  [bundledObjects.list, calls["list"] ?? []],
  [bundledObjects.counter, calls["counter"] ?? []],
  [bundledObjects.set, calls["set"] ?? []],
  [bundledObjects.lock, calls["lock"] ?? []],
  [keyed(bundledObjects.register), (calls["register"] ?? []).map(underKey)],
]

const planOf = (of: Calls): fc.Arbitrary<Plan> =>
  fc.record({
    client: fc.integer({ min: 0, max: 2 }),
    call: fc.oneof(...of.map(([call, argument, answer]) => fc.tuple(fixed(call), argument, answer))),
    gap: fc.integer({ min: 0, max: 2 }),
    length: fc.integer({ min: 1, max: 4 }),
    outcome: fc.integer({ min: 0, max: 9 }),
  })

/** Plays the plans: each client's one after the other, and none after one that nobody answered. */
const historyOf = (plans: readonly Plan[]): readonly Operation[] => {
  const clocks = new Map<number, number>()
  return plans.flatMap(({ client, call: [call, argument, answer], gap, length, outcome }): readonly Operation[] => {
    const now = clocks.get(client) ?? 0
    if (now === Infinity) return []
    const begin = now + gap
    const end = begin + length
    clocks.set(client, outcome === 0 ? Infinity : end + 1)
    const begun = { client: `c${client}`, call, argument, begin }
    if (outcome === 0) return [{ ...begun, outcome: "pending" }]
    return outcome === 1 ? [{ ...begun, outcome: "failed", end }] : [{ ...begun, outcome: "answered", answer, end }]
  })
}

/** A small object, and what three clients say of it. */
export const questions = fc
  .constantFrom(...objects)
  .chain(([object, of]) => fc.tuple(fixed(object), fc.array(planOf(of), { minLength: 2, maxLength: 5 }).map(historyOf)))
