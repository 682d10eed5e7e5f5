import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import { describe, expect, test } from "vitest"
import type * as Node from "../../src/node/index.ts"
import { MemoryStorage } from "../../src/storage/index.ts"
import { open, run } from "./ledger.ts"

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
