import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import { MemoryTransport, openNode, Storage } from "@lockstep/runtime"
import { expect, test } from "vitest"
import { library } from "../generated/raft/library.ts"

const names = ["n1", "n2", "n3"]
const nodes = { servers: Object.fromEntries(names.map((name) => [name, name])) }
const timers = { election: ["50 millis", "100 millis"], heartbeat: "20 millis" } as const

test("a log that only grows is written as a snapshot ever more seldom", async () => {
  const sizes: number[] = []
  const storage = Layer.succeed(Storage, {
    load: Effect.succeed({ snapshot: null, batches: [] }),
    append: () => Effect.void,
    snapshot: (state) => Effect.sync(() => void sizes.push(state.length)),
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
