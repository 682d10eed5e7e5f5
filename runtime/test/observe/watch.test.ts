import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as TestClock from "effect/testing/TestClock"
import { expect, test } from "vitest"
import { exposition } from "../../src/observe/prometheus.ts"
import { series } from "../../src/observe/registry.ts"
import { makeWatch } from "../../src/observe/watch.ts"
import type { Link } from "../../src/transport/transport.ts"
import { parseExposition } from "./exposition.ts"
import { ownRegistries } from "./ledgers.ts"

const up: Link = { peer: "n2", state: "up", reason: "", code: undefined, waiting: 0, dropped: 0 }

test("a peer that went and came back between two looks was lost, and a peer that is no more is not exported", async () => {
  const said: string[] = []
  const logger = Logger.make(({ message }) => void said.push(String(message)))
  const program = Effect.gen(function* () {
    const own = yield* series({ protocol: "p", role: "r", node: "n1" })
    let links: readonly Link[] = [up]
    const watch = makeWatch(yield* Effect.context<never>(), {
      ...{ links: () => links, self: "n1", voters: { role: "r", nodes: ["n1", "n2"] } },
      ...{ isNeeded: true, elapsed: () => 0, series: own },
    })
    yield* Effect.addFinalizer(() => Effect.sync(watch.end))
    for (let times = 0; times < 3; times++) {
      watch.noticed({ kind: "down", peer: "n2", reason: "" })
      watch.noticed({ kind: "up", peer: "n2" })
    }
    watch.look()
    const valueOf = (name: string) =>
      Effect.map(exposition, (text) => parseExposition(text).find((family) => family.name === name)?.samples[0]?.value)
    expect(yield* valueOf("lockstep_peer_losses_total")).toBe(3)
    expect(yield* valueOf("lockstep_peer_reconnects_total")).toBe(3)
    links = []
    yield* TestClock.adjust("1 second")
    expect(yield* valueOf("lockstep_peer_losses_total")).toBeUndefined()
    expect(yield* valueOf("lockstep_quorum_reachable")).toBe(0)
    expect(said.filter((line) => line.includes("1 of 2 nodes of r are reachable"))).toHaveLength(1)
  })
  await Effect.runPromise(
    Effect.scoped(program).pipe(Effect.provide([TestClock.layer(), ownRegistries, Logger.layer([logger])])),
  )
})
