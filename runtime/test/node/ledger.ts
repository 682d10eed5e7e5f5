import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Scope } from "effect/Scope"
import * as TestClock from "effect/testing/TestClock"
import * as Node from "../../src/node/index.ts"
import { MemoryStorage, type Storage } from "../../src/storage/index.ts"
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

/** Opens a node that keeps a ledger, in memory. */
export const open = ({ store, storage, charge, limits, self = "l1", later }: Given = {}) =>
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

/** Runs a program whose clock only the test moves. */
export const run = <Answer, Failure>(program: Effect.Effect<Answer, Failure, Scope>) =>
  Effect.runPromise(Effect.scoped(program).pipe(Effect.provide(TestClock.layer())))
