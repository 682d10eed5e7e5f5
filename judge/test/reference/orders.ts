import type { SequentialObject } from "@lockstep/language"
import { equal } from "@lockstep/language"
import type { Answered, Operation } from "../../src/index.ts"

/** An arrangement, once it is found. */
export const exists = <Item>(items: Iterable<Item>, holds: (item: Item) => boolean): boolean => {
  for (const item of items) if (holds(item)) return true
  return false
}

/** Every way to put some of the items in an order, the empty one first. */
export function* arrangements<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  yield []
  for (const [at, item] of items.entries())
    for (const rest of arrangements(items.toSpliced(at, 1))) yield [item, ...rest]
}

type Method = (state: unknown, argument: unknown) => readonly [unknown, unknown]

const run = (object: SequentialObject, state: unknown, { call, argument }: Operation): readonly [unknown, unknown] =>
  (object.calls[call] as Method)(state, argument)

/** What the object is after these operations. */
const stateAfter = (object: SequentialObject, order: readonly Operation[]): unknown =>
  order.reduce((state, operation) => run(object, state, operation)[0], object.initial)

/** Whether an operation, called after these, gives the answer that it got. */
export const answersAfter = (object: SequentialObject, order: readonly Operation[], operation: Answered): boolean =>
  equal(run(object, stateAfter(object, order), operation)[1], operation.answer)

export const isAnswered = (operation: Operation): operation is Answered => operation.outcome === "answered"

/** What comes before what in an order. */
export type Before = (one: Operation, other: Operation) => boolean

/** Whether nothing in an order comes after what it should come before. */
export const keeps = (order: readonly Operation[], before: Before): boolean =>
  order.every((one, at) => order.slice(0, at).every((earlier) => !before(one, earlier)))

export const ended: Before = (one, other) => one.outcome === "answered" && one.end < other.begin

/** The clients of the tests call one operation after the other, and nothing after one that is pending. */
export const sameClient: Before = (one, other) => one.client === other.client && one.begin < other.begin
