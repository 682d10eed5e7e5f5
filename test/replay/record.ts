import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"
import { type Node, openNode, type ProtocolLibrary, Tcp, Trace, Wal } from "@lockstep/runtime"
import { freePorts } from "../../examples/service/start.ts"
import { library as orderSaga } from "../../examples/generated/order-saga/library.ts"
import { library as raft } from "../../examples/generated/raft/library.ts"

/** A cluster in one process, over TCP, with a write-ahead log each: its nodes record their steps into a folder. */
interface Cluster {
  /** The addresses of all nodes, by role. */
  readonly nodes: { readonly [role: string]: { readonly [node: string]: string } }
  /** Where they keep what is durable. */
  readonly data: string
  readonly open: (self: string) => Effect.Effect<Node, unknown, Scope.Scope>
  /** Ends a node's life and begins the next: all that is not durable is forgotten. */
  readonly crash: (self: string) => Effect.Effect<Node, unknown, Scope.Scope>
}

interface Recorded {
  readonly library: ProtocolLibrary
  readonly players: { readonly [role: string]: readonly string[] }
  readonly timers: { readonly [role: string]: Parameters<typeof openNode>[0]["timers"] }
  readonly activities?: { readonly [role: string]: { readonly [name: string]: () => Effect.Effect<unknown> } }
  readonly folder: string
  readonly data: string
}

/** Peers find each other again soon. */
export const sockets = { heartbeat: "100 millis", patience: "500 millis", longestPause: "50 millis" } as const

const clusterOf = async ({ library, players, timers, activities = {}, folder, data }: Recorded): Promise<Cluster> => {
  const names = Object.values(players).flat()
  const ports = await freePorts(names.length)
  const addresses = (own: readonly string[]) =>
    Object.fromEntries(own.map((name) => [name, `127.0.0.1:${ports[names.indexOf(name)]}`]))
  const nodes = Object.fromEntries(Object.entries(players).map(([role, own]) => [role, addresses(own)]))
  const roleOf = (self: string) => Object.keys(players).find((role) => players[role]?.includes(self)) ?? ""
  const scopes = new Map<string, Scope.Closeable>()
  const open: Cluster["open"] = Effect.fnUntraced(function* (self) {
    const role = roleOf(self)
    const scope = yield* Scope.fork(yield* Effect.scope)
    scopes.set(self, scope)
    const node = openNode({
      ...{ library, role, self, nodes, timers: timers[role] ?? {}, activities: activities[role] ?? {} },
    })
    const layers = Layer.mergeAll(Tcp.layerWith(sockets), Wal.layer(join(data, self)), Trace.layer(folder))
    const context = yield* Layer.buildWithScope(layers, scope)
    return yield* node.pipe(Effect.provide(context), Scope.provide(scope))
  })
  return {
    ...{ nodes, data, open },
    crash: Effect.fnUntraced(function* (self) {
      const scope = scopes.get(self)
      if (scope !== undefined) yield* Scope.close(scope, Exit.void)
      return yield* open(self)
    }),
  }
}

/** Runs a cluster, and removes all but what its nodes recorded. */
export const record = async (
  recorded: Omit<Recorded, "data">,
  drive: (cluster: Cluster) => Effect.Effect<unknown, unknown, Scope.Scope>,
): Promise<void> => {
  const data = mkdtempSync(join(tmpdir(), "lockstep-recorded-"))
  try {
    await Effect.runPromise(Effect.scoped(drive(await clusterOf({ ...recorded, data }))))
  } finally {
    rmSync(data, { recursive: true })
  }
}

/** Asks again until there is an answer. */
export const patiently = <Value>(ask: Effect.Effect<Value, unknown>): Effect.Effect<Value, unknown> =>
  Effect.retry(ask, { schedule: Schedule.spaced("20 millis"), times: 500 })

/** Three servers of Raft take commands, and each crashes once and comes back. */
export const recordRaft = (folder: string, library: ProtocolLibrary = raft, commands = 5): Promise<void> => {
  const servers = ["n1", "n2", "n3"]
  const timers = { servers: { election: ["100 millis", "200 millis"] as const, heartbeat: "30 millis" as const } }
  return record({ library, players: { servers }, timers, folder }, (cluster) =>
    Effect.gen(function* () {
      const nodes = new Map<string, Node>()
      const submitAll = Effect.forEach(Array.from({ length: commands }), (_, index) =>
        patiently(
          Effect.firstSuccessOf(
            [...nodes.values()].map((node) => node.call("submit", `command ${index}`, { timeout: "300 millis" })),
          ),
        ),
      )
      for (const self of servers) nodes.set(self, yield* cluster.open(self))
      yield* submitAll
      for (const self of servers) {
        nodes.set(self, yield* cluster.crash(self))
        yield* submitAll
      }
    }),
  )
}

/** Of every third charge the bank says that it is declined. */
const bank = () => {
  let charges = 0
  return {
    charge: () => Effect.sync(() => (++charges % 3 === 0 ? "declined" : "paid")),
    refund: () => Effect.succeed("refunded"),
    ship: () => Effect.succeed("shipped"),
  }
}

const recordSaga = (folder: string, library: ProtocolLibrary, drive: Parameters<typeof record>[1]): Promise<void> => {
  const timers = { orders: { retry: "50 millis" as const } }
  const players = { orders: ["orders"], inventory: ["inventory"] }
  return record({ library, players, timers, activities: { orders: bank() }, folder }, drive)
}

/** Two nodes of the order saga place orders; one is declined, and both nodes crash and come back. */
export const recordOrders = (folder: string, library: ProtocolLibrary = orderSaga, orders = 3): Promise<void> =>
  recordSaga(folder, library, (cluster) =>
    Effect.gen(function* () {
      let desk = yield* cluster.open("orders")
      const stock = yield* cluster.open("inventory")
      const place = (order: string) => patiently(desk.call("place", order))
      const placeAll = (round: number) =>
        Effect.forEach(Array.from({ length: orders }), (_, index) => place(`order ${round}.${index + 1}`))
      yield* patiently(stock.call("supply", 4))
      yield* placeAll(1)
      desk = yield* cluster.crash("orders")
      yield* placeAll(2)
      yield* cluster.crash("inventory")
      yield* placeAll(3)
    }),
  )

/** The clock of a machine that has been set back. */
const setBack = (clock: Clock.Clock, millis: number): Clock.Clock => {
  const currentTimeMillisUnsafe = () => clock.currentTimeMillisUnsafe() - millis
  return new Proxy(clock, {
    get: (target, name) => (name === "currentTimeMillisUnsafe" ? currentTimeMillisUnsafe : Reflect.get(target, name)),
  })
}

/** The inventory lives so often, and before each of its lives but the first its clock is set back by an hour. */
export const recordSetBack = (folder: string, lives = 4): Promise<void> =>
  recordSaga(folder, orderSaga, (cluster) =>
    Effect.gen(function* () {
      yield* cluster.open("orders")
      let stock = yield* cluster.open("inventory")
      for (let life = 1; life < lives; life++) {
        yield* stock.call("supply", life)
        const clock = setBack(yield* Clock.Clock, life * 3_600_000)
        stock = yield* Effect.provideService(cluster.crash("inventory"), Clock.Clock, clock)
      }
    }),
  )
