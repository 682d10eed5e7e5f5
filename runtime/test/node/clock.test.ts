import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import { expect, test } from "vitest"
import { openNode } from "../../src/node/index.ts"
import { spec } from "../../src/spec.ts"
import { MemoryStorage } from "../../src/storage/index.ts"
import { MemoryTransport } from "../../src/transport/index.ts"
import { libraryOf } from "../fixtures/library.ts"

const { role, reply } = spec<{
  state: { readonly seen: readonly number[] }
  timer: "tick" | "late"
  calls: { seen(): readonly number[] }
}>()

const hour = 3_600_000

/** Keeps what it has seen of the clock, each second, and -1 where the second hour has begun. */
const watcher = role({
  initial: { seen: [] },
  timers: {
    tick: { while: () => true, fire: (node, { now }) => ({ seen: [...node.seen, now] }) },
    late: {
      while: ({ seen }, { now }) => now >= hour && !seen.includes(-1),
      fire: (node) => ({ seen: [...node.seen, -1] }),
    },
  },
  calls: { seen: (node, _, { call }) => [node, reply(call, node.seen)] },
})

const library = libraryOf("clock", { watcher })

/** A clock of the world that is put on or back; the time that passes stays what it is. */
const adjustable = (clock: Clock.Clock) => {
  let offset = 0
  const currentTimeMillisUnsafe = () => clock.currentTimeMillisUnsafe() + offset
  return {
    put: (millis: number) => void (offset = millis),
    clock: new Proxy(clock, {
      get: (target, name) => (name === "currentTimeMillisUnsafe" ? currentTimeMillisUnsafe : Reflect.get(target, name)),
    }),
  }
}

const open = (clock: Clock.Clock, store: MemoryStorage.MemoryStore) =>
  openNode({
    ...{ library, role: "watcher", self: "w1", nodes: { watcher: { w1: "w1" } } },
    timers: { tick: "1 second", late: "100 millis" },
  }).pipe(
    Effect.provide(Layer.merge(MemoryStorage.layer(store), MemoryTransport.layer(MemoryTransport.makeNetwork()))),
    Effect.provideService(Clock.Clock, clock),
  )

const run = (program: Effect.Effect<void, unknown, import("effect/Scope").Scope>): Promise<void> =>
  Effect.runPromise(Effect.scoped(program).pipe(Effect.provide(TestClock.layer())))

test("a clock that is put back stands still for handlers, and one that is put on jumps: timers fire as ever", () =>
  run(
    Effect.gen(function* () {
      const { clock, put } = adjustable(yield* Clock.Clock)
      const node = yield* open(clock, MemoryStorage.emptyStore())
      yield* TestClock.adjust("2 seconds")
      put(-hour)
      yield* TestClock.adjust("2 seconds")
      put(-1500)
      yield* TestClock.adjust("2 seconds")
      expect(yield* node.call("seen", null)).toEqual([1000, 2000, 2000, 2000, 3500, 4500])
      put(hour)
      yield* TestClock.adjust("2 seconds")
      expect(yield* node.call("seen", null)).toEqual([
        ...[1000, 2000, 2000, 2000, 3500, 4500],
        ...[-1, hour + 7000, hour + 8000],
      ])
    }),
  ))

test("the next life begins with the clock as it is: it may be before what the last one has seen", () =>
  run(
    Effect.gen(function* () {
      const { clock, put } = adjustable(yield* Clock.Clock)
      const store = MemoryStorage.emptyStore()
      const live = Effect.gen(function* () {
        const node = yield* open(clock, store)
        yield* TestClock.adjust("1 second")
        return yield* node.call("seen", null)
      })
      put(hour - 1500)
      expect(yield* Effect.scoped(live)).toEqual([hour - 500])
      put(-500)
      expect(yield* Effect.scoped(live)).toEqual([1500])
    }),
  ))
