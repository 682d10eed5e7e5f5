import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { expect, test } from "vitest"
import { makeMailbox } from "../../src/node/mailbox.ts"

test("items come in order, a batch at a time", () =>
  Effect.gen(function* () {
    const mailbox = makeMailbox<number>({ capacity: 10, batch: 2 })
    for (const item of [1, 2, 3]) mailbox.push(item)
    expect(yield* mailbox.take).toEqual([1, 2])
    expect(yield* mailbox.take).toEqual([3])
    const waiting = yield* Effect.forkChild(mailbox.take)
    yield* Effect.yieldNow
    mailbox.push(4)
    expect(yield* Fiber.join(waiting)).toEqual([4])
  }).pipe(Effect.runPromise))

test("who brings something waits while it is full", () =>
  Effect.gen(function* () {
    const mailbox = makeMailbox<number>({ capacity: 2, batch: 1 })
    yield* mailbox.room
    mailbox.push(1)
    expect(mailbox.hasRoom()).toBe(true)
    mailbox.push(2)
    expect(mailbox.hasRoom()).toBe(false)
    const waiting = yield* Effect.forkChild(mailbox.room)
    yield* Effect.yieldNow
    expect(waiting.pollUnsafe()).toBe(undefined)
    yield* mailbox.take
    yield* Fiber.join(waiting)
  }).pipe(Effect.runPromise))

test("what is sealed gives what it has, then nothing, and never waits", () =>
  Effect.gen(function* () {
    const mailbox = makeMailbox<number>({ capacity: 2, batch: 10 })
    mailbox.push(1)
    mailbox.seal()
    mailbox.push(2)
    expect(yield* mailbox.take).toEqual([1])
    expect(yield* mailbox.take).toEqual([])
    yield* mailbox.room
  }).pipe(Effect.runPromise))
