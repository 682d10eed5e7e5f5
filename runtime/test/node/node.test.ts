import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { describe, expect, test } from "vitest"
import type * as Node from "../../src/node/index.ts"
import { MemoryStorage, Storage, StorageFailed } from "../../src/storage/index.ts"
import { open, run } from "./ledger.ts"

describe("a node that breaks down", () => {
  test("stops loudly when a handler throws, and answers nobody", () =>
    run(
      Effect.gen(function* () {
        const node = yield* open()
        yield* node.call("add", 5)
        const both = Effect.all([Effect.flip(node.call("add", 1)), Effect.flip(node.call("fail", null))], {
          concurrency: 2,
        })
        expect(yield* both).toMatchObject([{ _tag: "Stopped" }, { _tag: "Stopped", wasBegun: true }])
        const failure = yield* Effect.flip(node.ended)
        expect(failure).toMatchObject({ _tag: "NodeFailed", message: "l1 has stopped: the handler is broken" })
        expect(yield* Effect.flip(node.call("total", null))).toMatchObject({ _tag: "Stopped", wasBegun: false })
      }),
    ))

  test("stops loudly when the storage fails, and shows nothing that is not durable", () =>
    run(
      Effect.gen(function* () {
        const failing = Layer.succeed(Storage, {
          load: Effect.succeed({ snapshot: null, batches: [] }),
          append: () => Effect.fail(new StorageFailed({ operation: "append", cause: "the disk is full" })),
          snapshot: () => Effect.void,
        })
        const node = yield* open({ storage: failing })
        expect(yield* Effect.flip(node.call("add", 1))).toMatchObject({ _tag: "Stopped", wasBegun: true })
        expect(yield* Effect.flip(node.ended)).toMatchObject({ cause: { _tag: "StorageFailed" } })
        expect(yield* node.view("total").get).toBe(0)
      }),
    ))
})

describe("events", () => {
  const paying = (node: Node.Node) =>
    Effect.gen(function* () {
      const heard: string[] = []
      const listening = yield* node.events.pipe(
        Stream.runForEach(({ type }) =>
          Effect.andThen(
            Effect.sleep("1 second"),
            Effect.sync(() => heard.push(type)),
          ),
        ),
        Effect.as(heard),
        Effect.forkChild,
      )
      yield* Effect.yieldNow
      yield* Effect.all([node.call("pay", "k1"), node.call("pay", "k2"), node.call("pay", "k3")])
      return { listening, heard }
    })

  test("end with a node that stops, behind those that somebody slow has not heard", () =>
    run(
      Effect.gen(function* () {
        const node = yield* open()
        const { listening } = yield* paying(node)
        yield* node.stop
        yield* TestClock.adjust("5 seconds")
        expect(yield* Fiber.join(listening)).toEqual(["Paid", "Paid", "Paid"])
        expect(yield* Stream.runCollect(node.events)).toEqual([])
      }),
    ))

  test("fail as the node does that breaks down, behind those that somebody slow has not heard", () =>
    run(
      Effect.gen(function* () {
        const node = yield* open()
        const { listening, heard } = yield* paying(node)
        yield* Effect.flip(node.call("fail", null))
        yield* TestClock.adjust("5 seconds")
        const failed = { _tag: "NodeFailed", message: "l1 has stopped: the handler is broken" }
        expect(yield* Effect.flip(Fiber.join(listening))).toMatchObject(failed)
        expect(heard).toEqual(["Paid", "Paid", "Paid"])
        expect(yield* Effect.flip(Stream.runDrain(node.events))).toMatchObject(failed)
      }),
    ))
})

test("a node whose storage takes no snapshot stops loudly", () =>
  run(
    Effect.gen(function* () {
      let isFirst = true
      const failing = Layer.succeed(Storage, {
        load: Effect.succeed({ snapshot: null, batches: [] }),
        append: () => Effect.void,
        snapshot: () =>
          Effect.suspend(() => {
            if (!isFirst) return Effect.fail(new StorageFailed({ operation: "take a snapshot", cause: "full" }))
            isFirst = false
            return Effect.void
          }),
      })
      const node = yield* open({ storage: failing, limits: { journalBytes: 1 } })
      for (let count = 0; count < 50; count++) yield* Effect.result(node.call("add", 1))
      expect(yield* Effect.flip(node.ended)).toMatchObject({ cause: { _tag: "StorageFailed" } })
      expect(yield* Effect.flip(node.call("add", 1))).toMatchObject({ _tag: "Stopped", wasBegun: false })
    }),
  ))

test("a node goes on while its storage writes a snapshot, and takes no other meanwhile", () =>
  run(
    Effect.gen(function* () {
      let snapshots = 0
      const slow = Layer.succeed(Storage, {
        load: Effect.succeed({ snapshot: null, batches: [] }),
        append: () => Effect.void,
        snapshot: () => Effect.suspend(() => (++snapshots === 1 ? Effect.void : Effect.never)),
      })
      const node = yield* open({ storage: slow, limits: { journalBytes: 1 } })
      for (let count = 0; count < 50; count++) yield* node.call("add", 1)
      expect(yield* node.call("total", null)).toBe(50)
      expect(snapshots).toBe(2)
    }),
  ))

describe("an activity", () => {
  test("runs with its key, and its result reaches the node", () =>
    run(
      Effect.gen(function* () {
        const node = yield* open()
        yield* node.call("add", 7)
        const told = yield* Effect.forkChild(Stream.runHead(node.events))
        yield* Effect.yieldNow
        expect(yield* node.call("pay", "k1")).toBe("k1:7")
        expect(yield* Fiber.join(told)).toMatchObject({ value: { type: "Paid", key: "k1" } })
      }),
    ))

  test("is tried again with the same key until it succeeds", () =>
    run(
      Effect.gen(function* () {
        const keys: string[] = []
        const charge: Node.Perform<never> = (_, { key }) =>
          Effect.suspend(() => (keys.push(key) < 4 ? Effect.fail("declined") : Effect.succeed("done")))
        const node = yield* open({ charge })
        const call = yield* Effect.forkChild(node.call("pay", "k1"))
        yield* TestClock.adjust("5 seconds")
        expect(yield* Fiber.join(call)).toBe("done")
        expect(keys).toEqual(["k1", "k1", "k1", "k1"])
      }),
    ))

  test.each([
    ["half of a character", "\ud800"],
    ["no safe integer", 0.5],
    ["no data at all", 5n],
  ])("is tried again when its result cannot be written: %s", (_, result) =>
    run(
      Effect.gen(function* () {
        const results = [result, "done"]
        const node = yield* open({ charge: () => Effect.sync(() => results.shift()) })
        const call = yield* Effect.forkChild(node.call("pay", "k1"))
        yield* TestClock.adjust("1 second")
        expect(yield* Fiber.join(call)).toBe("done")
        expect(yield* node.view("paid").get).toEqual(["done"])
      }),
    ),
  )

  test("that a crash interrupted runs again in the next life, and then never more", async () => {
    const store = MemoryStorage.emptyStore()
    const keys: string[] = []
    const begun = Deferred.makeUnsafe<undefined>()
    const never: Node.Perform<never> = () => Effect.andThen(Deferred.succeed(begun, undefined), Effect.never)
    await run(
      Effect.gen(function* () {
        const node = yield* open({ store, charge: never, limits: { drain: 0 } })
        yield* Effect.forkChild(node.call("pay", "k1"))
        yield* Deferred.await(begun)
      }),
    )
    const paid = async () =>
      run(
        Effect.gen(function* () {
          const charge: Node.Perform<never> = (_, { key }) => Effect.sync(() => `receipt ${keys.push(key)}`)
          const node = yield* open({ store, charge })
          yield* TestClock.adjust("1 second")
          return yield* node.view("paid").get
        }),
      )
    expect(await paid()).toEqual(["receipt 1"])
    expect(await paid()).toEqual(["receipt 1"])
    expect(keys).toEqual(["k1"])
  })
})

test("a timer runs as long as its condition holds", () =>
  run(
    Effect.gen(function* () {
      const node = yield* open()
      yield* TestClock.adjust("10 seconds")
      expect(yield* node.view("ticks").get).toBe(0)
      yield* node.call("add", 1)
      yield* TestClock.adjust("3500 millis")
      expect(yield* node.view("ticks").get).toBe(3)
      yield* node.call("add", -0)
    }),
  ))

test("a view that is watched ends as the node does", () =>
  run(
    Effect.gen(function* () {
      const stopped = yield* open()
      const watching = yield* Effect.forkChild(Stream.runCollect(stopped.view("total").changes))
      yield* Effect.yieldNow
      yield* stopped.call("add", 5)
      yield* stopped.stop
      expect(yield* Fiber.join(watching)).toEqual([0, 5])

      const broken = yield* open()
      const failing = yield* Effect.forkChild(Effect.flip(Stream.runDrain(broken.view("total").changes)))
      yield* Effect.yieldNow
      yield* Effect.flip(broken.call("fail", null))
      expect(yield* Fiber.join(failing)).toMatchObject({ _tag: "NodeFailed" })
    }),
  ))

test("a view shows a caller what its call has done", () =>
  run(
    Effect.gen(function* () {
      const node = yield* open()
      yield* node.call("add", 2)
      expect(yield* node.view("total").get).toBe(2)
    }),
  ))

test("a view shows what it is and what it becomes", () =>
  run(
    Effect.gen(function* () {
      const node = yield* open()
      const seen: unknown[] = []
      yield* node.view("total").changes.pipe(
        Stream.runForEach((total) => Effect.sync(() => seen.push(total))),
        Effect.forkChild,
      )
      yield* Effect.yieldNow
      for (const amount of [1, 0, 2]) {
        yield* node.call("add", amount)
        yield* TestClock.adjust("1 millis")
      }
      expect(seen).toEqual([0, 1, 3])
    }),
  ))
