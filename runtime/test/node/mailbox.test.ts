import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { expect, test } from "vitest"
import { makeLanes } from "../../src/node/lanes.ts"
import { type Mailbox, makeMailbox } from "../../src/node/mailbox.ts"

/** Takes once; what was dealt with, and whether there will be more. */
const takeFrom = (mailbox: Mailbox<number>) =>
  Effect.gen(function* () {
    const dealt: number[] = []
    const isMore = yield* mailbox.take((items) => {
      dealt.push(...items)
      return Effect.void
    })
    return { dealt, isMore }
  })

/** All in one lane. */
const order = { lanes: 1, laneOf: () => 0, elapsed: () => 0 }

test("items come in order, a batch at a time", () =>
  Effect.gen(function* () {
    const mailbox = makeMailbox<number>({ capacity: 10, batch: 2, ...order })
    for (const item of [1, 2, 3]) mailbox.push(item)
    expect(yield* takeFrom(mailbox)).toEqual({ dealt: [1, 2], isMore: true })
    expect(yield* takeFrom(mailbox)).toEqual({ dealt: [3], isMore: true })
    const waiting = yield* Effect.forkChild(takeFrom(mailbox))
    yield* Effect.yieldNow
    mailbox.push(4)
    expect(yield* Fiber.join(waiting)).toEqual({ dealt: [4], isMore: true })
  }).pipe(Effect.runPromise))

test("batches that nothing waits for are dealt with by one who takes once", () =>
  Effect.gen(function* () {
    const mailbox = makeMailbox<number>({ capacity: 10, batch: 2, ...order })
    const batches: (readonly number[])[] = []
    const waiting = yield* Effect.forkChild(
      mailbox.take((items) => {
        batches.push(items)
        return items.includes(5) ? Effect.void : undefined
      }),
    )
    for (const item of [1, 2, 3]) mailbox.push(item)
    for (let turn = 0; turn < 3; turn++) yield* Effect.yieldNow
    expect(batches).toEqual([[1, 2], [3]])
    mailbox.push(4)
    mailbox.push(5)
    mailbox.push(6)
    expect(yield* Fiber.join(waiting)).toBe(true)
    expect(batches).toEqual([[1, 2], [3], [4, 5]])
    expect(mailbox.size()).toBe(1)
  }).pipe(Effect.runPromise))

test("what is brought within one turn of the loop shares the batch", () =>
  Effect.gen(function* () {
    const mailbox = makeMailbox<number>({ capacity: 10, batch: 10, ...order })
    const waiting = yield* Effect.forkChild(takeFrom(mailbox))
    yield* Effect.yieldNow
    mailbox.push(1)
    queueMicrotask(() => mailbox.push(2))
    expect((yield* Fiber.join(waiting)).dealt).toEqual([1, 2])
  }).pipe(Effect.runPromise))

test("one who is interrupted takes nothing", () =>
  Effect.gen(function* () {
    const mailbox = makeMailbox<number>({ capacity: 10, batch: 10, ...order })
    const waiting = yield* Effect.forkChild(takeFrom(mailbox))
    yield* Effect.yieldNow
    mailbox.push(1)
    yield* Fiber.interrupt(waiting)
    yield* Effect.yieldNow
    expect(mailbox.size()).toBe(1)
  }).pipe(Effect.runPromise))

test("what is thrown while items are dealt with is a defect", () =>
  Effect.gen(function* () {
    const mailbox = makeMailbox<number>({ capacity: 2, batch: 1, ...order })
    mailbox.push(1)
    const taking = mailbox.take(() => {
      throw new Error("a bug")
    })
    expect(String(yield* Effect.catchDefect(taking, (defect) => Effect.succeed(defect)))).toContain("a bug")
  }).pipe(Effect.runPromise))

test("who brings something waits while it is full", () =>
  Effect.gen(function* () {
    const mailbox = makeMailbox<number>({ capacity: 2, batch: 1, ...order })
    yield* mailbox.room
    mailbox.push(1)
    expect(mailbox.hasRoom()).toBe(true)
    mailbox.push(2)
    expect(mailbox.hasRoom()).toBe(false)
    const waiting = yield* Effect.forkChild(mailbox.room)
    yield* Effect.yieldNow
    expect(waiting.pollUnsafe()).toBe(undefined)
    yield* takeFrom(mailbox)
    yield* Fiber.join(waiting)
  }).pipe(Effect.runPromise))

test("what is sealed gives what it has, then nothing, and never waits", () =>
  Effect.gen(function* () {
    const mailbox = makeMailbox<number>({ capacity: 2, batch: 10, ...order })
    mailbox.push(1)
    mailbox.seal()
    mailbox.push(2)
    expect(yield* takeFrom(mailbox)).toEqual({ dealt: [1], isMore: true })
    expect(yield* takeFrom(mailbox)).toEqual({ dealt: [], isMore: false })
    yield* mailbox.room
  }).pipe(Effect.runPromise))

test("what has failed elsewhere is heard by who waits, and by who comes later, before any item", () =>
  Effect.gen(function* () {
    const mailbox = makeMailbox<number, string>({ capacity: 2, batch: 10, ...order })
    const take = mailbox.take(() => Effect.void)
    const waiting = yield* Effect.forkChild(Effect.flip(take))
    yield* Effect.yieldNow
    mailbox.push(1)
    mailbox.fail(Effect.fail("the disk is full"))
    expect(yield* Fiber.join(waiting)).toBe("the disk is full")
    expect(yield* Effect.flip(take)).toBe("the disk is full")
    expect(mailbox.size()).toBe(1)
  }).pipe(Effect.runPromise))

const lane = { message: 0, timer: 1, call: 2 } as const

test("what is urgent overtakes, and leaves a share of the batch to what is not", () => {
  const lanes = makeLanes<keyof typeof lane>({ lanes: 3, laneOf: (item) => lane[item], elapsed: () => 0 })
  for (const item of ["call", "timer", "message", "call"] as const) lanes.push(item)
  expect(lanes.take(3)).toEqual(["message", "timer", "call"])
  for (let count = 0; count < 20; count++) lanes.push("message")
  lanes.push("timer")
  expect(lanes.take(8)).toEqual([...Array.from({ length: 6 }, () => "message"), "timer", "call"])
  expect(lanes.take(8)).toEqual(Array.from({ length: 8 }, () => "message"))
  expect(lanes.size()).toBe(6)
})

test("it knows how long the first of those that are overtaken has waited", () => {
  let now = 0
  const lanes = makeLanes<number>({ lanes: 2, laneOf: (item) => item % 2, elapsed: () => now })
  for (const item of [0, 1, 3]) lanes.push((now += 10) && item)
  now = 100
  expect(lanes.waited()).toBe(80)
  expect(lanes.take(2)).toEqual([0, 1])
  expect(lanes.waited()).toBe(70)
  expect(lanes.take(2)).toEqual([3])
  expect(lanes.waited()).toBe(0)
})

test("who is sealed while its last items wait ends, also when nothing of them must be waited for", () =>
  Effect.gen(function* () {
    const mailbox = makeMailbox<number>({ capacity: 10, batch: 10, ...order })
    const dealt: number[] = []
    const waiting = yield* Effect.forkChild(mailbox.take((items) => void dealt.push(...items)))
    yield* Effect.yieldNow
    mailbox.push(1)
    mailbox.seal()
    expect(yield* Fiber.join(waiting)).toBe(false)
    expect(dealt).toEqual([1])
  }).pipe(Effect.timeout("5 seconds"), Effect.runPromise))
