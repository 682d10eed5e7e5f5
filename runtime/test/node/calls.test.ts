import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/testing/TestClock"
import { describe, expect, test } from "vitest"
import { MemoryStorage } from "../../src/storage/index.ts"
import { open, run } from "./ledger.ts"

describe("a call", () => {
  test("is answered once its step is durable", () =>
    run(
      Effect.gen(function* () {
        const store = MemoryStorage.emptyStore()
        const node = yield* open({ store })
        const before = store.batches.length
        expect(yield* node.call("add", 3)).toBe(3)
        expect(store.batches.length).toBe(before + 1)
        expect(yield* node.call("add", 4)).toBe(7)
      }),
    ))

  test("shares its sync with the others of its batch", () =>
    run(
      Effect.gen(function* () {
        const store = MemoryStorage.emptyStore()
        const node = yield* open({ store })
        const all = Array.from({ length: 100 }, () => node.call("add", 1))
        expect((yield* Effect.all(all, { concurrency: "unbounded" })).at(-1)).toBe(100)
        expect(store.batches.length).toBeLessThan(10)
      }),
    ))

  test("shares its sync with those of clients that were answered together", async () => {
    const store = MemoryStorage.emptyStore()
    const program = Effect.gen(function* () {
      const node = yield* open({ store })
      const client = Effect.repeat(node.call("add", 1), { times: 9 })
      yield* Effect.all(
        Array.from({ length: 100 }, () => client),
        { concurrency: "unbounded" },
      )
    })
    await Effect.runPromise(Effect.scoped(program))
    expect(store.batches.length).toBeLessThan(100)
  })

  test("may be rejected, with the protocol's reason", () =>
    run(
      Effect.gen(function* () {
        const node = yield* open()
        expect(yield* Effect.flip(node.call("add", -1))).toMatchObject({ _tag: "Rejected", reason: "negative" })
      }),
    ))

  test.each([
    ["1.5 is not a safe integer", "add", 1.5],
    ["NaN is not a safe integer", "add", Number.NaN],
    ["1152921504606847000 is not a safe integer", "add", 2 ** 60],
    ["it is not of its type: Do not know how to serialize a BigInt", "add", 5n],
    ["a string holds half of a character", "pay", "\ud800"],
    ["262148 bytes are more than 262144", "pay", "x".repeat(2 ** 18)],
  ])("is rejected alone when its argument cannot be written: %s", (flaw, name, argument) =>
    run(
      Effect.gen(function* () {
        const node = yield* open()
        const reason = `its argument cannot be written: ${flaw}`
        expect(yield* Effect.flip(node.call(name, argument))).toMatchObject({ _tag: "Rejected", call: name, reason })
        expect(yield* node.call("add", 3)).toBe(3)
        expect(yield* node.call("pay", "k")).toBe("k:3")
      }),
    ),
  )

  /** The boundary where a timeout comes from where there are no types. */
  const mistyped = (timeout: unknown) => timeout as Duration.Input

  test.each([
    ['"soon" is no duration such as "150 millis"', "soon"],
    ['NaN is no duration such as "150 millis"', Number.NaN],
    ['null is no duration such as "150 millis"', null],
    ["-1 is less than nothing", -1],
  ])("is rejected when its timeout is none: %s", (flaw, timeout) =>
    run(
      Effect.gen(function* () {
        const node = yield* open()
        const reason = `its timeout cannot be kept: ${flaw}`
        const rejected = { _tag: "Rejected", call: "add", reason }
        expect(yield* Effect.flip(node.call("add", 1, { timeout: mistyped(timeout) }))).toMatchObject(rejected)
        expect(yield* node.call("total", null, { timeout: Infinity })).toBe(0)
      }),
    ),
  )

  /** The boundary where options come from where there are no types. */
  const loose = (options: unknown) => options as { readonly timeout?: Duration.Input }

  test.each([
    ["there is no timeuot, only a timeout", { timeuot: "1 second" }],
    ['500 is no object such as { timeout: "2 seconds" }', 500],
  ])("is rejected when its options are none: %s", (flaw, options) =>
    run(
      Effect.gen(function* () {
        const node = yield* open()
        const rejected = { _tag: "Rejected", call: "add", reason: `its options cannot be kept: ${flaw}` }
        expect(yield* Effect.flip(node.call("add", 1, loose(options)))).toMatchObject(rejected)
        expect(yield* node.call("total", null)).toBe(0)
      }),
    ),
  )

  test("takes its argument as it was when it was made", () =>
    run(
      Effect.gen(function* () {
        const node = yield* open()
        const entry = { amount: 0, tags: new Array<string>() }
        const calls: Fiber.Fiber<unknown, unknown>[] = []
        for (const tag of ["a", "b"]) {
          entry.amount++
          entry.tags.push(tag)
          calls.push(yield* Effect.forkChild(node.call("enter", entry), { startImmediately: true }))
        }
        yield* Fiber.joinAll(calls)
        entry.tags.length = 0
        expect(yield* node.view("entries").get).toEqual([
          { amount: 1, tags: ["a"] },
          { amount: 2, tags: ["a", "b"] },
        ])
      }),
    ))

  test("times out", () =>
    run(
      Effect.gen(function* () {
        const node = yield* open()
        const call = yield* Effect.forkChild(Effect.flip(node.call("hang", null)))
        yield* TestClock.adjust("10 seconds")
        expect(yield* Fiber.join(call)).toMatchObject({
          ...{ _tag: "TimedOut", call: "hang", outcome: "unknown" },
          message: "hang was not answered in time, and may still have its effect: ask again only what may happen twice",
        })
      }),
    ))

  test("that was begun may have had its effect when the node stops", () =>
    run(
      Effect.gen(function* () {
        const node = yield* open({ limits: { drain: 0 } })
        const call = yield* Effect.forkChild(Effect.flip(node.call("hang", null)))
        yield* Effect.yieldNow
        yield* node.stop
        expect(yield* Fiber.join(call)).toMatchObject({
          ...{ _tag: "Stopped", wasBegun: true, outcome: "unknown" },
          message: expect.stringContaining("may have had its effect"),
        })
      }),
    ))

  test("is refused at once when too many wait", () =>
    run(
      Effect.gen(function* () {
        const node = yield* open({ limits: { calls: 2 } })
        const waiting = yield* Effect.forkChild(
          Effect.all([node.call("hang", null), node.call("hang", null)], { concurrency: 2 }),
        )
        yield* Effect.yieldNow
        expect(yield* Effect.flip(node.call("add", 1))).toMatchObject({ _tag: "Overloaded", outcome: "none" })
        yield* Fiber.interrupt(waiting)
        expect(yield* node.call("add", 1)).toBe(1)
      }),
    ))

  test("is refused when the node has stopped", () =>
    run(
      Effect.gen(function* () {
        const node = yield* open()
        yield* node.stop
        expect(yield* Effect.flip(node.call("add", 1))).toMatchObject({
          ...{ _tag: "Stopped", wasBegun: false, outcome: "none" },
          message: "add was not begun: the node has stopped; ask another one",
        })
        yield* node.ended
      }),
    ))
})

test("a stop answers the calls that were begun", () =>
  run(
    Effect.gen(function* () {
      const node = yield* open()
      const calls = yield* Effect.forkChild(
        Effect.all(
          Array.from({ length: 50 }, () => node.call("add", 1)),
          { concurrency: "unbounded" },
        ),
      )
      yield* Effect.yieldNow
      yield* node.stop
      expect(yield* Fiber.join(calls)).toHaveLength(50)
    }),
  ))
