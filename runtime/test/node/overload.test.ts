import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { expect, test } from "vitest"
import * as Node from "../../src/node/index.ts"
import { Storage } from "../../src/storage/index.ts"
import { MemoryTransport } from "../../src/transport/index.ts"
import { ledgerLibrary } from "../fixtures/ledger.ts"

/** A disk that takes so long for a sync. */
const diskOf = (sync: Effect.Effect<void>) =>
  Layer.succeed(Storage, {
    load: Effect.succeed({ snapshot: null, batches: [] }),
    append: () => sync,
    snapshot: () => Effect.void,
  })
const around = (sync: Effect.Effect<void>) =>
  Layer.merge(diskOf(sync), MemoryTransport.layer(MemoryTransport.makeNetwork()))

const openLedger = (limits: Partial<Node.NodeLimits>) =>
  Node.openNode({
    library: ledgerLibrary,
    role: "ledger",
    self: "l1",
    nodes: { ledger: { l1: "l1" } },
    timers: { tick: "1 second" },
    activities: { charge: () => Effect.succeed("") },
    limits,
  })

test("five times what a node can do is refused but for a fifth, and what is accepted is answered soon", async () => {
  const program = Effect.gen(function* () {
    const node = yield* openLedger({ calls: 50, mailbox: 400, batch: 10 })
    let accepted = 0
    let slowest = 0
    const refusals = new Set<string>()
    const call = Effect.gen(function* () {
      const begin = performance.now()
      const result = yield* Effect.result(node.call("add", 1))
      if (Result.isFailure(result)) return void refusals.add(result.failure._tag)
      accepted++
      slowest = Math.max(slowest, performance.now() - begin)
    })
    const client = Effect.sleep("20 millis").pipe(Effect.andThen(call), Effect.repeat({ times: 75 }))
    yield* Effect.all(
      Array.from({ length: 100 }, () => client),
      { concurrency: "unbounded" },
    )
    expect([...refusals]).toEqual(["Overloaded"])
    expect(yield* node.call("total", null)).toBe(accepted)
    expect(accepted).toBeGreaterThan(300)
    expect(accepted).toBeLessThan(5000)
    expect(slowest).toBeLessThan(1000)
  }).pipe(Effect.provide(around(Effect.sleep("10 millis"))))
  await Effect.runPromise(Effect.scoped(program))
})

test("a call is refused when the first of those that wait has waited too long, however few they are", async () => {
  const synced = Latch.makeUnsafe()
  const program = Effect.gen(function* () {
    const node = yield* openLedger({ callWait: "10 millis" })
    yield* Effect.forkChild(node.call("add", 1))
    yield* Effect.sleep("20 millis")
    const second = yield* Effect.forkChild(node.call("add", 1))
    yield* Effect.yieldNow
    expect(second.pollUnsafe()).toBe(undefined)
    yield* Effect.sleep("20 millis")
    expect(yield* Effect.flip(node.call("add", 1))).toMatchObject({ _tag: "Overloaded" })
  }).pipe(Effect.ensuring(synced.open), Effect.provide(around(synced.await)))
  await Effect.runPromise(Effect.scoped(program))
})
