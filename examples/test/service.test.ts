import { join } from "node:path"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { MemoryStorage, MemoryTransport, type NodeOf, opaque, Tcp, Wal } from "@lockstep/runtime"
import { describe, expect, test } from "vitest"
import { CircuitBreaker } from "../generated/circuit-breaker/index.ts"
import { raftCluster } from "../generated/raft/harness.ts"
import { Raft } from "../generated/raft/index.ts"
import { addressesOf, scratch } from "./deployment.ts"

const root = scratch()
const timers = { election: ["150 millis", "300 millis"], heartbeat: "50 millis" } as const

/** Submits to whichever server leads. */
const submit = (servers: readonly NodeOf<Raft>[], command: string) =>
  Effect.gen(function* () {
    for (;;) {
      for (const server of servers) {
        const result = yield* Effect.result(server.submit(opaque(command), { timeout: "2 seconds" }))
        if (Result.isSuccess(result)) return result.success
      }
      yield* Effect.sleep("50 millis")
    }
  })

/** The application of one server, with nothing but its service. */
const server = (self: string, nodes: { readonly servers: { readonly [name: string]: string } }) =>
  Raft.layer({ self, nodes, timers }).pipe(
    Layer.provide([Tcp.layer, Wal.layer(join(root, self), { segmentBytes: 2 ** 20 })]),
  )

test("three servers commit over TCP, and tell of it; a second life goes on where the first was", async () => {
  const nodes = { servers: await addressesOf("n1", "n2", "n3") }
  const live = (command: string) =>
    Effect.gen(function* () {
      const servers = yield* Effect.forEach(Object.keys(nodes.servers), (self) => Layer.build(server(self, nodes)))
      const running = yield* Effect.forEach(servers, (context) => Effect.provideContext(Raft, context))
      const told = yield* Effect.forEach(running, ({ events }) =>
        Effect.forkChild(Stream.runHead(Stream.filter(events, (event) => event.command === command)), {
          startImmediately: true,
        }),
      )
      const index = yield* submit(running, command)
      for (const fiber of told) {
        const event = yield* Effect.fromOption(yield* Fiber.join(fiber))
        expect(event).toEqual({ type: "Committed", index, command })
      }
      return index
    }).pipe(Effect.scoped, Effect.timeout("30 seconds"), Effect.runPromise)
  expect(await live("first")).toBe(1)
  expect(await live("second")).toBe(2)
})

describe("a cluster in memory", () => {
  const opened = raftCluster({ servers: { nodes: ["n1", "n2", "n3"], timers } })

  test("keeps what is committed through crashes, on a test clock", () =>
    Effect.gen(function* () {
      const cluster = yield* opened
      const all = ["n1", "n2", "n3"]
      const servers = () => all.map((name) => cluster.node("servers", name))
      const committed = (command: string) =>
        Effect.gen(function* () {
          const submitted = yield* Effect.forkChild(submit(servers(), command))
          yield* TestClock.adjust("10 seconds")
          return yield* Fiber.join(submitted)
        })
      expect(yield* committed("a")).toBe(1)
      for (const name of all) {
        yield* cluster.crash(name)
        expect(yield* Effect.flip(cluster.node("servers", name).submit(opaque("x")))).toMatchObject({ _tag: "Stopped" })
      }
      for (const name of all) yield* cluster.restart(name)
      expect(yield* committed("b")).toBe(2)
    }).pipe(Effect.scoped, Effect.provide(TestClock.layer()), Effect.runPromise))

  test("a server that is cut off commits nothing until it is healed", () =>
    Effect.gen(function* () {
      const cluster = yield* opened
      for (const other of ["n2", "n3"]) yield* cluster.cut("n1", other)
      const lonely = yield* Effect.forkChild(submit([cluster.node("servers", "n1")], "a"))
      yield* TestClock.adjust("20 seconds")
      expect(lonely.pollUnsafe()).toBeUndefined()
      for (const other of ["n2", "n3"]) {
        yield* cluster.heal("n1", other)
        yield* cluster.crash(other)
        yield* cluster.restart(other)
      }
      yield* Fiber.interrupt(lonely)
      const anybody = yield* Effect.forkChild(
        submit(
          ["n1", "n2", "n3"].map((name) => cluster.node("servers", name)),
          "b",
        ),
      )
      yield* TestClock.adjust("20 seconds")
      expect(yield* Fiber.join(anybody)).toBeGreaterThan(0)
    }).pipe(Effect.scoped, Effect.provide(TestClock.layer()), Effect.runPromise))
})

class Backend extends Context.Service<Backend, { readonly isWell: (request: string) => boolean }>()("Backend") {}

test("an activity uses a service of the application, and a view is watched", async () => {
  const memory = Layer.merge(MemoryStorage.layer(), MemoryTransport.layer(MemoryTransport.makeNetwork()))
  const breaker = CircuitBreaker.layer({
    self: "b1",
    nodes: { breaker: { b1: "b1" } },
    activities: {
      backend: (request) =>
        Effect.map(Backend, ({ isWell }) => ({
          outcome: isWell(request) ? ("succeeded" as const) : ("failed" as const),
          response: opaque<"Response">(request),
        })),
    },
  })
  const layer = breaker.pipe(
    Layer.provide([memory, Layer.succeed(Backend, { isWell: (request) => request === "good" })]),
  )
  const program = Effect.gen(function* () {
    const { request, views } = yield* CircuitBreaker
    const seen = yield* Effect.forkChild(Stream.runCollect(Stream.take(views.circuit.changes, 2)), {
      startImmediately: true,
    })
    expect(yield* request(opaque("good"))).toEqual({ outcome: "succeeded", response: "good" })
    for (const bad of ["bad", "worse"]) expect((yield* request(opaque(bad))).outcome).toBe("failed")
    expect(yield* Fiber.join(seen)).toEqual(["closed", "open"])
    expect(yield* Effect.flip(request(opaque("good")))).toMatchObject({
      _tag: "Rejected",
      reason: "the circuit is open",
    })
  })
  await Effect.runPromise(Effect.provide(program, layer).pipe(Effect.provide(TestClock.layer())))
})

test("nothing that a node needs can be forgotten", () => {
  const place = { self: "b1", nodes: { breaker: { b1: "b1" } } }
  // @ts-expect-error an activity is missing
  expect(CircuitBreaker.layer(place)).toBeDefined()
  // @ts-expect-error an activity answers something else
  expect(CircuitBreaker.layer({ ...place, activities: { backend: () => Effect.succeed("yes") } })).toBeDefined()
  // @ts-expect-error a timer is missing
  expect(Raft.layer({ self: "n1", nodes: { servers: {} }, timers: { election: "1 second" } })).toBeDefined()
  // @ts-expect-error the addresses of a role are missing
  expect(Raft.layer({ self: "n1", nodes: {}, timers })).toBeDefined()
})
