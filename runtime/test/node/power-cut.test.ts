import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Result from "effect/Result"
import * as TestClock from "effect/testing/TestClock"
import fc from "fast-check"
import { expect, test } from "vitest"
import * as Node from "../../src/node/index.ts"
import { Storage, Wal } from "../../src/storage/index.ts"
import { MemoryTransport } from "../../src/transport/index.ts"
import { ledgerLibrary } from "../fixtures/ledger.ts"
import { type SimulatedDisk, simulatedDisk } from "../storage/simulated-disk.ts"

interface Known {
  total: number
  begun: number
  readonly receipts: Set<string>
}

const openOn = (disk: SimulatedDisk) =>
  Effect.gen(function* () {
    const context = yield* Layer.build(
      Layer.merge(
        Layer.effect(Storage, Wal.openOn(disk, { segmentBytes: 600 })),
        MemoryTransport.layer(MemoryTransport.makeNetwork()),
      ),
    )
    return yield* Node.openNode({
      library: ledgerLibrary,
      role: "ledger",
      self: "l1",
      nodes: { ledger: { l1: "l1" } },
      timers: { tick: "1 second" },
      activities: { charge: (_, { key }) => Effect.succeed(key) },
      limits: { journalBytes: 300, drain: 0 },
    }).pipe(Effect.provideContext(context))
  })

/** Adds and pays until the power goes. */
const work = (disk: SimulatedDisk, known: Known, cut: number) =>
  Effect.gen(function* () {
    disk.cutAfter(cut)
    const node = yield* openOn(disk)
    for (let round = 0; round < 20; round++) {
      known.begun += 1
      known.total = Math.max(known.total, Number(yield* node.call("add", 1)))
      known.receipts.add(String(yield* node.call("pay", `k${known.begun}`)))
    }
  }).pipe(Effect.scoped, Effect.result)

const look = (disk: SimulatedDisk, known: Known) =>
  Effect.gen(function* () {
    const node = yield* openOn(disk)
    const total = Number(yield* node.call("total", null))
    yield* TestClock.adjust("1 second")
    const found = yield* node.view("paid").get
    const paid: readonly unknown[] = Array.isArray(found) ? found : []
    expect(total).toBeGreaterThanOrEqual(known.total)
    expect(total).toBeLessThanOrEqual(known.begun)
    expect(paid).toEqual(expect.arrayContaining([...known.receipts]))
    expect(new Set(paid).size).toBe(paid.length)
  }).pipe(Effect.scoped)

test("a node whose power is cut at any operation of its disk forgets nothing it answered", async () => {
  const rounds = process.env["NIGHTLY"] === "1" ? 2000 : 60
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(120), { minLength: 1, maxLength: 5 }), fc.integer(), async (cuts, seed) => {
      const disk = simulatedDisk()
      const known: Known = { total: 0, begun: 0, receipts: new Set() }
      let state = seed >>> 0
      const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32
      const program = Effect.gen(function* () {
        for (const cut of cuts) {
          const result = yield* work(disk, known, cut)
          if (Result.isFailure(result)) expect(result.failure._tag).toMatch(/Stopped|StorageFailed/)
          disk.restart(random)
          yield* look(disk, known)
        }
      })
      await Effect.runPromise(program.pipe(Effect.provide(Layer.mergeAll(TestClock.layer(), Logger.layer([])))))
    }),
    { numRuns: rounds },
  )
})
