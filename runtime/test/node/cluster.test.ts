import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { describe, expect, test } from "vitest"
import type { ProtocolLibrary } from "../../src/library.ts"
import type { Node } from "../../src/node/index.ts"
import { MemoryStorage } from "../../src/storage/index.ts"
import { MemoryTransport, Tcp } from "../../src/transport/index.ts"
import { freeAddresses, leadersOf, names, openCluster, openServer } from "./cluster.ts"

const inMemory = { n1: "n1", n2: "n2", n3: "n3" }

describe("three servers in memory, on a test clock", () => {
  test("elect one leader, and another when it is cut off", async () => {
    const network = MemoryTransport.makeNetwork()
    const program = Effect.gen(function* () {
      const nodes = yield* openCluster(inMemory, MemoryTransport.layer(network))
      expect(yield* leadersOf(nodes)).toEqual([])
      yield* TestClock.adjust("2 seconds")
      const [first, ...others] = yield* leadersOf(nodes)
      expect(others).toEqual([])
      const rest = nodes.filter((node) => node !== first)
      for (const node of rest) network.cut(node.self, first?.self ?? "")
      yield* TestClock.adjust("2 seconds")
      expect(yield* leadersOf(rest)).toHaveLength(1)
      for (const node of rest) network.heal(node.self, first?.self ?? "")
      yield* TestClock.adjust("2 seconds")
      expect(yield* leadersOf(nodes)).toHaveLength(1)
    })
    await Effect.runPromise(Effect.scoped(program).pipe(Effect.provide(TestClock.layer())))
  })

  test("remember their votes: a server that comes back does not vote twice in a term", async () => {
    const network = MemoryTransport.makeNetwork()
    const transport = MemoryTransport.layer(network)
    const stores = names.map(() => MemoryStorage.emptyStore())
    const live = (milliseconds: number) =>
      Effect.gen(function* () {
        const nodes = yield* Effect.forEach(names, (self, index) =>
          openServer(self, inMemory, transport, stores[index]),
        )
        const began = yield* Effect.forEach(nodes, (node) => node.view("term").get)
        yield* TestClock.adjust(milliseconds)
        return { began, ended: yield* Effect.forEach(nodes, (node) => node.view("term").get) }
      }).pipe(Effect.scoped, Effect.provide(TestClock.layer()), Effect.runPromise)
    const first = await live(1000)
    const second = await live(0)
    expect(second.began).toEqual(first.ended)
  })

  test("are upgraded one after the other: the two of one version lead, and all remember", async () => {
    const { election, otherElection } = await import("../fixtures/election.ts")
    const transport = MemoryTransport.layer(MemoryTransport.makeNetwork())
    const stores = new Map<string, MemoryStorage.MemoryStore>(names.map((name) => [name, MemoryStorage.emptyStore()]))
    const program = Effect.gen(function* () {
      const scopes = new Map<string, Scope.Closeable>()
      const nodes = new Map<string, Node>()
      const start = Effect.fnUntraced(function* (self: string, library: ProtocolLibrary) {
        const scope = yield* Scope.make()
        scopes.set(self, scope)
        const opened = openServer(self, inMemory, transport, stores.get(self), library, [election.specHash])
        nodes.set(self, yield* Scope.provide(opened, scope))
      })
      const leaders = Effect.andThen(
        TestClock.adjust("2 seconds"),
        Effect.suspend(() => leadersOf([...nodes.values()])),
      )
      const upgrade = Effect.fnUntraced(function* (self: string) {
        const stopped = scopes.get(self)
        if (stopped !== undefined) yield* Scope.close(stopped, Exit.void)
        yield* start(self, otherElection)
        return (yield* leaders).map((leader) => leader.self)
      })
      for (const name of names) yield* start(name, election)
      const term = Effect.suspend(() => Effect.forEach(nodes.values(), (node) => node.view("term").get)).pipe(
        Effect.map((terms) => Math.max(...terms.map(Number))),
      )
      yield* leaders
      const before = yield* term
      expect(yield* upgrade("n1")).toEqual([expect.stringMatching(/n[23]/)])
      expect(yield* upgrade("n2")).toContainEqual(expect.stringMatching(/n[12]/))
      expect(yield* upgrade("n3")).toHaveLength(1)
      expect(yield* term).toBeGreaterThan(before)
      for (const scope of scopes.values()) yield* Scope.close(scope, Exit.void)
    })
    await Effect.runPromise(Effect.scoped(program).pipe(Effect.provide(TestClock.layer())))
  })

  test("refuse another spec, with a reason on both sides", async () => {
    const { otherElection } = await import("../fixtures/election.ts")
    const transport = MemoryTransport.layer(MemoryTransport.makeNetwork())
    const program = Effect.gen(function* () {
      const one = yield* openServer("n1", inMemory, transport)
      const other = yield* openServer("n2", inMemory, transport, MemoryStorage.emptyStore(), otherElection)
      const reason = expect.stringContaining("runs spec spec-2")
      expect(yield* one.links).toContainEqual(expect.objectContaining({ peer: "n2", state: "refused", reason }))
      expect(yield* other.links).toContainEqual(expect.objectContaining({ peer: "n1", state: "refused" }))
    })
    await Effect.runPromise(Effect.scoped(program).pipe(Effect.provide(TestClock.layer())))
  })
})

describe("three servers over TCP", () => {
  test("elect a leader, tell the application, and elect another when it stops", async () => {
    const addresses = await freeAddresses()
    const program = Effect.gen(function* () {
      const nodes = yield* openCluster(addresses, Tcp.layer)
      const leads = Stream.mergeAll(
        nodes.map((node) => Stream.map(node.view("leads").changes, (leading) => ({ node, leading }))),
        { concurrency: "unbounded" },
      ).pipe(Stream.filter(({ leading }) => leading === true))
      const [first] = yield* Stream.runCollect(Stream.take(leads, 1))
      const others = nodes.filter((node) => node !== first?.node)
      const links = yield* Effect.flatMap(Effect.sleep("200 millis"), () => nodes[0]?.links ?? Effect.succeed([]))
      expect(links.map(({ state }) => state)).toEqual(["up", "up"])
      const elected = yield* Effect.forkChild(
        Stream.mergeAll(
          others.map((node) => node.events),
          { concurrency: "unbounded" },
        ).pipe(Stream.runHead),
      )
      yield* first?.node.stop ?? Effect.void
      expect(yield* Fiber.join(elected)).toMatchObject({ value: { type: "Elected" } })
      expect(yield* leadersOf(others)).toHaveLength(1)
    })
    await Effect.runPromise(Effect.scoped(program).pipe(Effect.timeout("20 seconds")))
  })

  test("refuse another spec, with a reason on both sides", async () => {
    const { otherElection } = await import("../fixtures/election.ts")
    const addresses = await freeAddresses()
    const program = Effect.gen(function* () {
      const one = yield* openServer("n1", addresses, Tcp.layer)
      const other = yield* openServer("n2", addresses, Tcp.layer, MemoryStorage.emptyStore(), otherElection)
      yield* Effect.sleep("300 millis")
      const reason = expect.stringMatching(/n. runs spec spec-., n. runs spec spec-./)
      expect(yield* one.links).toContainEqual(expect.objectContaining({ peer: "n2", state: "refused", reason }))
      expect(yield* other.links).toContainEqual(expect.objectContaining({ peer: "n1", state: "refused", reason }))
    })
    await Effect.runPromise(Effect.scoped(program).pipe(Effect.timeout("20 seconds")))
  })

  test("refuse a server that takes only smaller frames than they send, with a reason on both sides", async () => {
    const addresses = await freeAddresses()
    const program = Effect.gen(function* () {
      const one = yield* openServer("n1", addresses, Tcp.layer)
      const other = yield* openServer("n2", addresses, Tcp.layerWith({ frameBytes: 2 ** 20 }))
      yield* Effect.sleep("300 millis")
      const refused = { state: "refused", code: "limits", reason: expect.stringContaining("n2 takes 1048576") }
      expect(yield* one.links).toContainEqual(expect.objectContaining({ peer: "n2", ...refused }))
      expect(yield* other.links).toContainEqual(expect.objectContaining({ peer: "n1", ...refused }))
    })
    await Effect.runPromise(Effect.scoped(program).pipe(Effect.timeout("20 seconds")))
  })
})
