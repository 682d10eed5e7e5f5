import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Queue from "effect/Queue"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import { MemoryStorage, MemoryTransport, openNode, Storage, type StorageError } from "@lockstep/runtime"
import { expect, test } from "vitest"
import { library } from "../generated/raft/library.ts"

/** Keeps what a node writes, and of each snapshot but the first takes a part only when it is told to. */
const slowStorage = (next: Effect.Effect<void>) => {
  const kept = MemoryStorage.emptyStore()
  let isWriting = false
  const snapshot = Effect.fnUntraced(function* (parts: Iterable<Uint8Array>) {
    const [isFirst, before] = [kept.snapshot === null, kept.batches.length]
    isWriting = !isFirst
    const all: Uint8Array[] = []
    for (const part of parts) {
      all.push(part.slice())
      if (!isFirst) yield* next
    }
    kept.snapshot = all
    kept.batches = kept.batches.slice(before)
  })
  const layer = Layer.succeed(Storage, {
    load: Effect.sync(() => ({ snapshot: kept.snapshot, batches: kept.batches })),
    append: (batch) => Effect.sync(() => void kept.batches.push(batch.slice())),
    snapshot,
  })
  return { kept, layer, isWriting: () => isWriting }
}

const names = ["n1", "n2", "n3"]
const nodes = { servers: Object.fromEntries(names.map((name) => [name, name])) }
const timers = { election: ["50 millis", "100 millis"], heartbeat: "20 millis" } as const

test("a log that only grows is written as a snapshot ever more seldom", async () => {
  const sizes: number[] = []
  const storage = Layer.succeed(Storage, {
    load: Effect.succeed({ snapshot: null, batches: [] }),
    append: () => Effect.void,
    snapshot: (parts) =>
      Effect.sync(() => void sizes.push(Buffer.concat(Array.from(parts, (part) => part.slice())).length)),
  })
  const network = MemoryTransport.layer(MemoryTransport.makeNetwork())
  const program = Effect.gen(function* () {
    const servers = yield* Effect.forEach(names, (self) =>
      openNode({ library, role: "servers", self, nodes, timers, limits: { journalBytes: 1000 } }),
    )
    const submit = Effect.raceAll(servers.map((server) => server.call("submit", "x".repeat(100)))).pipe(
      Effect.retry(Schedule.spaced("20 millis")),
    )
    for (let count = 0; count < 300; count++) yield* submit
  })
  await Effect.runPromise(Effect.scoped(program).pipe(Effect.provide([storage, network]), Effect.timeout("20 seconds")))
  const largest = Math.max(...sizes)
  const before = Math.max(...sizes.filter((size) => size * 1.5 < largest))
  expect(largest / before).toBeGreaterThan(4)
})

test("a node goes on between the parts of a snapshot, which holds what was there when it began", async () => {
  const parts = await Effect.runPromise(Queue.unbounded<null>())
  const { kept, layer, isWriting } = slowStorage(Effect.asVoid(Queue.take(parts)))
  const network = MemoryTransport.makeNetwork()
  const open = (self: string, storage: Layer.Layer<Storage, StorageError>) =>
    openNode({ library, role: "servers", self, nodes, timers, limits: { journalBytes: 20_000 } }).pipe(
      Effect.provide([storage, MemoryTransport.layer(network)]),
    )
  const life = Effect.gen(function* () {
    const first = yield* open("n1", layer)
    const begun = kept.snapshot
    const others = yield* Effect.forEach(["n2", "n3"], (self) => open(self, MemoryStorage.layer()))
    const submit = Effect.raceAll([first, ...others].map((server) => server.call("submit", "x".repeat(100))))
    for (let submitted = 0; kept.snapshot === begun; submitted++) {
      yield* Effect.retry(submit, Schedule.spaced("20 millis"))
      if (isWriting() && submitted % 10 === 0) yield* Queue.offer(parts, null)
    }
    return yield* first.view("length").get
  })
  const within = <Answer, Failure>(program: Effect.Effect<Answer, Failure, Scope.Scope>) =>
    Effect.runPromise(Effect.scoped(program).pipe(Effect.timeout("30 seconds")))
  const before = await within(life)
  expect(kept.snapshot?.length).toBeGreaterThan(5)
  expect(kept.batches.length).toBeGreaterThan(20)
  const again = Effect.flatMap(open("n1", MemoryStorage.layer(kept)), (server) => server.view("length").get)
  expect(await within(again)).toBeGreaterThanOrEqual(Number(before))
})
