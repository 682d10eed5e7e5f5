import * as Deferred from "effect/Deferred"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { describe, expect, test } from "vitest"
import * as Node from "../../src/node/index.ts"
import { MemoryStorage, Storage, StorageFailed } from "../../src/storage/index.ts"
import { MemoryTransport } from "../../src/transport/index.ts"
import { ledgerLibrary } from "../fixtures/ledger.ts"

interface Given {
  readonly store?: MemoryStorage.MemoryStore
  readonly storage?: Layer.Layer<Storage>
  readonly charge?: Node.Perform<never>
  readonly limits?: Partial<Node.NodeLimits>
  readonly self?: string
  /** The hash of a later spec, which accepts what the present one has written. */
  readonly later?: string
}

const open = ({ store, storage, charge, limits, self = "l1", later }: Given = {}) =>
  Node.openNode({
    library: { ...ledgerLibrary, specHash: later ?? ledgerLibrary.specHash },
    accepts: [ledgerLibrary.specHash],
    role: "ledger",
    self,
    nodes: { ledger: { l1: "l1", l2: "l2" } },
    timers: { tick: "1 second" },
    activities: { charge: charge ?? ((amount, { key }) => Effect.succeed(`${key}:${String(amount)}`)) },
    ...(limits && { limits }),
  }).pipe(
    Effect.provide(
      Layer.merge(storage ?? MemoryStorage.layer(store), MemoryTransport.layer(MemoryTransport.makeNetwork())),
    ),
  )

const run = <Answer, Failure>(program: Effect.Effect<Answer, Failure, import("effect/Scope").Scope>) =>
  Effect.runPromise(Effect.scoped(program).pipe(Effect.provide(TestClock.layer())))

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

describe("a second life", () => {
  test("goes on with what was durable", async () => {
    const store = MemoryStorage.emptyStore()
    await run(Effect.flatMap(open({ store }), (node) => node.call("add", 5)))
    await run(
      Effect.gen(function* () {
        const node = yield* open({ store })
        expect(yield* node.call("add", 1)).toBe(6)
      }),
    )
  })

  test("tells the first who listens, and nobody else, what it told as it recovered", async () => {
    const store = MemoryStorage.emptyStore()
    await run(Effect.flatMap(open({ store }), (node) => node.call("add", 5)))
    await run(
      Effect.gen(function* () {
        const node = yield* open({ store })
        expect(yield* Stream.runHead(node.events)).toMatchObject({ value: { type: "Recovered" } })
        const told = yield* Effect.forkChild(Stream.runHead(node.events))
        yield* Effect.yieldNow
        yield* node.call("pay", "k1")
        expect(yield* Fiber.join(told)).toMatchObject({ value: { type: "Paid" } })
      }),
    )
  })

  test("does not begin on the storage of another", async () => {
    const store = MemoryStorage.emptyStore()
    await run(open({ store }))
    const failure = await run(Effect.flip(open({ store, self: "l2" })))
    expect(failure).toMatchObject({ _tag: "ForeignStorage", reason: "the storage is of node l1, and this is l2" })
  })

  const firstLife = async (store: MemoryStorage.MemoryStore): Promise<MemoryStorage.MemoryStore> => {
    const adding = (node: Node.Node) => Effect.repeat(node.call("add", 1), { times: 29 })
    await run(Effect.flatMap(open({ store }), adding))
    return structuredClone(store)
  }

  test("does not begin on batches whose snapshot is gone, and leaves them as they are", () =>
    run(
      Effect.gen(function* () {
        const store = MemoryStorage.emptyStore()
        yield* Effect.scoped(Effect.flatMap(open({ store }), (node) => node.call("add", 1)))
        const { snapshot, batches } = store
        store.snapshot = null
        expect(yield* Effect.flip(open({ store }))).toMatchObject({ _tag: "StorageCorrupt", file: "snapshot" })
        expect(store.batches).toEqual(batches)
        store.snapshot = snapshot
        expect(yield* (yield* open({ store })).call("total", null)).toBe(1)
      }),
    ))

  test("adds no more than that it lives to what it finds where nothing changes", async () => {
    const store = MemoryStorage.emptyStore()
    const left = await firstLife(store)
    await run(open({ store }))
    const [added, ...more] = store.batches.splice(left.batches.length)
    expect(store).toEqual(left)
    expect([added?.length, more]).toEqual([2, []])
  })

  test("begins with a snapshot where the journal has outgrown the last one", async () => {
    const store = MemoryStorage.emptyStore()
    await firstLife(store)
    await run(
      Effect.gen(function* () {
        const node = yield* open({ store, limits: { journalBytes: 10 } })
        expect(store.batches).toEqual([])
        expect(yield* node.call("add", 1)).toBe(31)
      }),
    )
  })

  test("writes anew what another spec has written", async () => {
    const store = MemoryStorage.emptyStore()
    await firstLife(store)
    await run(open({ store, later: "later" }))
    expect(store.batches).toEqual([])
    const failure = await run(Effect.flip(open({ store })))
    expect(failure).toMatchObject({ _tag: "ForeignStorage", reason: expect.stringContaining("of spec later") })
  })

  test("reads its state from snapshot and journal, wherever the one ends", async () => {
    const store = MemoryStorage.emptyStore()
    for (let life = 0; life < 3; life++)
      await run(
        Effect.gen(function* () {
          const node = yield* open({ store, limits: { journalBytes: 50 } })
          for (let count = 1; count <= 10; count++) expect(yield* node.call("add", 1)).toBe(10 * life + count)
          expect(store.batches.length).toBeLessThan(10)
        }),
      )
  })
})

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
