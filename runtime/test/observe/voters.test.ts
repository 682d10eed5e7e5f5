import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import type * as Scope from "effect/Scope"
import * as TestClock from "effect/testing/TestClock"
import { expect, test } from "vitest"
import * as Node from "../../src/node/index.ts"
import type { ProtocolLibrary } from "../../src/library.ts"
import { exposition } from "../../src/observe/prometheus.ts"
import { toRole } from "../../src/role.ts"
import { MemoryStorage } from "../../src/storage/index.ts"
import { MemoryTransport } from "../../src/transport/index.ts"
import { libraryOf } from "../fixtures/library.ts"
import { parseExposition } from "./exposition.ts"
import { ownRegistries } from "./ledgers.ts"

const { roles, ...rest } = libraryOf("paxos", {
  proposer: toRole({ initial: {} }),
  acceptor: toRole({ initial: {} }),
})
const { proposer, acceptor } = roles
if (proposer === undefined || acceptor === undefined) throw new Error("a role is missing")

const library: ProtocolLibrary = {
  ...rest,
  roles: {
    proposer: { ...proposer, majorityOf: "acceptor" },
    acceptor: { ...acceptor, majorityOf: null },
  },
}

const nodes = { proposer: { p1: "p1", p2: "p2" }, acceptor: { a1: "a1", a2: "a2", a3: "a3" } }

const run = <Answer>(program: Effect.Effect<Answer, unknown, Scope.Scope>) => {
  const said: string[] = []
  const logger = Logger.make(({ message }) => void said.push(String(message)))
  return Effect.runPromise(
    Effect.as(program, said).pipe(
      Effect.scoped,
      Effect.provide([TestClock.layer(), ownRegistries, Logger.layer([logger])]),
    ),
  )
}

/** Opens all nodes, and gives the first proposer. */
const open = Effect.fnUntraced(function* (network: MemoryTransport.MemoryNetwork) {
  const opened = yield* Effect.forEach(Object.entries(nodes), ([role, own]) =>
    Effect.forEach(Object.keys(own), (self) =>
      Node.openNode({ library, role, self, nodes }).pipe(
        Effect.provide(Layer.merge(MemoryStorage.layer(), MemoryTransport.layer(network))),
      ),
    ),
  )
  const [p1] = opened.flat()
  if (p1 === undefined) throw new Error("there is no proposer")
  yield* TestClock.adjust("1 second")
  return p1
})

/** What proposers export under a name. */
const exported = (name: string) =>
  Effect.map(exposition, (text) =>
    parseExposition(text)
      .filter((family) => family.name === name)
      .flatMap(({ samples }) => samples.map(({ labels, value }) => [labels["node"], value])),
  )

test("who counts acceptors misses no proposer", () =>
  run(
    Effect.gen(function* () {
      const network = MemoryTransport.makeNetwork()
      const p1 = yield* open(network)
      network.cut("p1", "p2")
      network.cut("p1", "a1")
      expect(yield* p1.health).toMatchObject({
        ...{ status: "impaired", reasons: ["p2 is out of reach", "a1 is out of reach"] },
        quorum: { of: "acceptor", reachable: 2, total: 3, isReachable: true, isNeeded: true },
      })
      expect(yield* exported("lockstep_quorum_reachable")).toEqual([
        ["p1", 1],
        ["p2", 1],
      ])
    }),
  ).then((said) => expect(said.filter((line) => line.includes("no majority"))).toEqual([])))

test("who counts acceptors is down without most of them, whatever proposers there are", () =>
  run(
    Effect.gen(function* () {
      const network = MemoryTransport.makeNetwork()
      const p1 = yield* open(network)
      for (const peer of ["a1", "a2", "a3"]) network.cut("p1", peer)
      const parted = yield* p1.health
      expect(parted).toMatchObject({
        ...{ status: "down", partitions: ["a1", "a2", "a3"] },
        quorum: { of: "acceptor", reachable: 0, total: 3, isReachable: false, isNeeded: true },
      })
      expect(parted.reasons[0]).toBe("only 0 of 3 nodes of acceptor are reachable")
      yield* TestClock.adjust("1 second")
      expect(yield* exported("lockstep_quorum_reachable")).toEqual([
        ["p1", 0],
        ["p2", 1],
      ])
    }),
  ).then((said) => expect(said).toContain("no majority is in sight: 0 of 3 nodes of acceptor are reachable")))
