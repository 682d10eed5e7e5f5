import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import type { ProtocolLibrary } from "../../src/library.ts"
import * as Node from "../../src/node/index.ts"
import { HealthRegistry } from "../../src/observe/health.ts"
import { MemoryStorage } from "../../src/storage/index.ts"
import { MemoryTransport } from "../../src/transport/index.ts"
import { ledgerLibrary } from "../fixtures/ledger.ts"

/** Registries of a test's own: what other tests of the process do is not in them. */
export const ownRegistries = Layer.merge(
  Layer.sync(Metric.MetricRegistry, () => new Map()),
  Layer.sync(HealthRegistry, () => new Set()),
)

/** What the activity `charge` does: the first attempt at each key fails. */
const flaky = () => {
  const tried = new Set<string>()
  return (_: unknown, { key }: { readonly key: string }) =>
    Effect.suspend(() => (tried.has(key) ? Effect.succeed(key) : (tried.add(key), Effect.fail("declined"))))
}

const { ledger } = ledgerLibrary.roles
if (ledger === undefined) throw new Error("the ledger has no role")

/** Ledgers of which each goes on whoever is away. */
export const loneLibrary: ProtocolLibrary = {
  ...ledgerLibrary,
  roles: { ledger: { ...ledger, majorityOf: null } },
}

/** Opens ledgers that know each other. */
export const openLedgers = (
  network: MemoryTransport.MemoryNetwork,
  limits: Partial<Node.NodeLimits> = {},
  library = ledgerLibrary,
) =>
  Effect.forEach(["l1", "l2", "l3"], (self) =>
    Node.openNode({
      ...{ library, role: "ledger", self, limits },
      nodes: { ledger: { l1: "l1", l2: "l2", l3: "l3" } },
      timers: { tick: "1 second" },
      activities: { charge: flaky() },
    }).pipe(Effect.provide(Layer.merge(MemoryStorage.layer(), MemoryTransport.layer(network)))),
  )

/** Does with a ledger all that it can do but break down: a call of each outcome, an activity that fails once, a timer. */
export const exercise = (ledger: Node.Node) =>
  Effect.gen(function* () {
    yield* ledger.call("add", 5)
    yield* Effect.flip(ledger.call("add", -1))
    yield* Effect.flip(ledger.call("hang", null, { timeout: "10 millis" }))
    yield* ledger.call("pay", "k1")
  })
