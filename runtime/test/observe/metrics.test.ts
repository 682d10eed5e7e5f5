import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/testing/TestClock"
import type * as Scope from "effect/Scope"
import { describe, expect, test } from "vitest"
import { metrics } from "../../src/observe/metrics.ts"
import { exposition } from "../../src/observe/prometheus.ts"
import { MemoryTransport } from "../../src/transport/index.ts"
import { parseExposition } from "./exposition.ts"
import { exercise, loneLibrary, openLedgers, ownRegistries } from "./ledgers.ts"

const run = <Answer>(program: Effect.Effect<Answer, unknown, Scope.Scope>): Promise<Answer> =>
  Effect.runPromise(Effect.scoped(program).pipe(Effect.provide([TestClock.layer(), ownRegistries])))

/** What a node exports under a name and labels. */
const valueOf = (name: string, labels: { readonly [label: string]: string }) =>
  Effect.map(exposition, (text) => {
    const samples = parseExposition(text).flatMap((family) => family.samples)
    const isMeant = (sample: (typeof samples)[number]) =>
      sample.name === name && Object.entries(labels).every(([label, value]) => sample.labels[label] === value)
    return samples.filter(isMeant).map(({ value }) => value)
  })

const open = Effect.gen(function* () {
  const network = MemoryTransport.makeNetwork()
  const nodes = yield* openLedgers(network)
  const [l1] = nodes
  if (l1 === undefined) throw new Error("there is no ledger")
  yield* TestClock.adjust("1 second")
  return { network, l1, nodes }
})

describe("a node exports", () => {
  test("all that is said of it, and nothing else", () =>
    run(
      Effect.gen(function* () {
        const { l1 } = yield* open
        const busy = yield* Effect.forkChild(exercise(l1))
        yield* TestClock.adjust("3 seconds")
        yield* Fiber.join(busy)
        const families = parseExposition(yield* exposition)
        const specs = Object.values(metrics)
        expect(families.map(({ name }) => name).toSorted()).toEqual(specs.map(({ name }) => name).toSorted())
        for (const { name, type, help, samples } of families) {
          const spec = specs.find((one) => one.name === name)
          expect({ type, help }).toEqual({ type: spec?.kind, help: spec?.meaning })
          const labels = ["node", "protocol", "role", ...(spec?.labels ?? [])].toSorted()
          for (const sample of samples)
            expect(
              Object.keys(sample.labels)
                .filter((label) => label !== "le")
                .toSorted(),
            ).toEqual(labels)
        }
      }),
    ))

  test("how its calls ended, and how long they took", () =>
    run(
      Effect.gen(function* () {
        const { l1 } = yield* open
        const busy = yield* Effect.forkChild(exercise(l1))
        yield* TestClock.adjust("3 seconds")
        yield* Fiber.join(busy)
        const own = { node: "l1", protocol: "ledger", role: "ledger" }
        expect(yield* valueOf("lockstep_call_seconds_count", { ...own, call: "add" })).toEqual([1])
        const [paying] = yield* valueOf("lockstep_call_seconds_sum", { ...own, call: "pay" })
        expect(paying).toBeGreaterThan(0.05)
        expect(yield* valueOf("lockstep_call_errors_total", { ...own, kind: "Rejected" })).toEqual([1])
        expect(yield* valueOf("lockstep_call_errors_total", { ...own, kind: "TimedOut" })).toEqual([1])
        expect(yield* valueOf("lockstep_activity_failures_total", { ...own, activity: "charge" })).toEqual([1])
        expect(yield* valueOf("lockstep_inputs_total", { ...own, input: "call" })).toEqual([4])
        expect(yield* valueOf("lockstep_inputs_total", { ...own, input: "result" })).toEqual([1])
        expect(yield* valueOf("lockstep_sync_seconds_count", own)).toEqual([3])
        const [bytes] = yield* valueOf("lockstep_journal_bytes_total", own)
        expect(bytes).toBeGreaterThan(10)
        expect(yield* valueOf("lockstep_view", { ...own, view: "total" })).toEqual([5])
      }),
    ))

  test("that it was cut off, and is back", () =>
    run(
      Effect.gen(function* () {
        const { l1, network } = yield* open
        const own = { node: "l1" }
        expect(yield* valueOf("lockstep_quorum_reachable", own)).toEqual([1])
        expect(yield* valueOf("lockstep_peer_up", own)).toEqual([1, 1])
        for (const peer of ["l2", "l3"]) network.cut("l1", peer)
        yield* TestClock.adjust("5 seconds")
        expect(yield* valueOf("lockstep_quorum_reachable", own)).toEqual([0])
        expect(yield* valueOf("lockstep_partitions_total", own)).toEqual([1])
        expect(yield* valueOf("lockstep_quorum_reachable", { node: "l2" })).toEqual([1])
        const lags = yield* valueOf("lockstep_peer_lag_seconds", own)
        expect(Math.min(...lags)).toBeGreaterThanOrEqual(4)
        for (const peer of ["l2", "l3"]) network.heal("l1", peer)
        yield* TestClock.adjust("1 second")
        expect(yield* valueOf("lockstep_peer_losses_total", own)).toEqual([1, 1])
        expect(yield* valueOf("lockstep_peer_reconnects_total", own)).toEqual([1, 1])
        expect(yield* valueOf("lockstep_peer_lag_seconds", own)).toEqual([0, 0])
        expect((yield* l1.health).status).toBe("well")
      }),
    ))

  test("that it has broken down, and nothing any more once its scope has closed", () =>
    run(
      Effect.gen(function* () {
        yield* Effect.scoped(
          Effect.gen(function* () {
            const { l1 } = yield* open
            yield* Effect.flip(l1.call("fail", null))
            yield* Effect.flip(l1.ended)
            expect(yield* valueOf("lockstep_node_running", { node: "l1" })).toEqual([0])
            expect(yield* valueOf("lockstep_node_running", { node: "l2" })).toEqual([1])
            expect(yield* valueOf("lockstep_call_errors_total", { node: "l1", kind: "Stopped" })).toEqual([1])
          }),
        )
        expect(yield* exposition).toBe("")
      }),
    ))
})

test("a timer that fires late says so", () =>
  run(
    Effect.gen(function* () {
      const { l1 } = yield* open
      yield* l1.call("add", 1)
      yield* TestClock.adjust("3500 millis")
      const [fired] = yield* valueOf("lockstep_timer_skew_seconds_count", { node: "l1" })
      expect(fired).toBe(3)
    }),
  ))

describe("health", () => {
  test("says which peers are away, whether there is a majority, and that the node has stopped", () =>
    run(
      Effect.gen(function* () {
        const { l1, network } = yield* open
        expect(yield* l1.health).toMatchObject({ status: "well", reasons: [], quorum: { reachable: 3, total: 3 } })
        yield* l1.call("add", 5)
        expect((yield* l1.health).views).toMatchObject({ total: 5, ticks: 0 })
        network.cut("l1", "l2")
        expect(yield* l1.health).toMatchObject({
          ...{ status: "impaired", partitions: ["l2"], reasons: ["l2 is out of reach"] },
          quorum: { reachable: 2, total: 3, isReachable: true },
        })
        network.cut("l1", "l3")
        const parted = yield* l1.health
        expect(parted).toMatchObject({ status: "down", partitions: ["l2", "l3"], quorum: { isReachable: false } })
        expect(parted.reasons[0]).toBe("only 1 of 3 nodes of ledger are reachable")
        yield* l1.stop
        expect((yield* l1.health).reasons[0]).toBe("the node has stopped")
      }),
    ))
  test("does not ask for a majority where the role needs none: who is left works", () =>
    run(
      Effect.gen(function* () {
        const network = MemoryTransport.makeNetwork()
        const [l1] = yield* openLedgers(network, {}, loneLibrary)
        if (l1 === undefined) throw new Error("there is no ledger")
        for (const peer of ["l2", "l3"]) network.cut("l1", peer)
        expect(yield* l1.health).toMatchObject({
          ...{ status: "impaired", partitions: ["l2", "l3"], reasons: ["l2 is out of reach", "l3 is out of reach"] },
          quorum: { of: "ledger", reachable: 1, total: 3, isReachable: false, isNeeded: false },
        })
        expect(yield* valueOf("lockstep_peer_up", { node: "l1" })).toEqual([0, 0])
        expect(yield* valueOf("lockstep_quorum_reachable", {})).toEqual([])
      }),
    ))
})
