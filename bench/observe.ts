/**
 * Measures what it costs that nodes tell of themselves: three servers of the generated Raft in one process, without network and disk, so
 * that nothing hides the cost. The ways take turns within one run. Prints microseconds a command, and the ratio to a node that is silent.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import { MemoryStorage, MemoryTransport, type Node, openNode, Trace } from "@lockstep/runtime"
import { library } from "../examples/generated/raft/library.ts"

const rounds = Number(process.env["ROUNDS"] ?? 9)
const clients = 64
const commandsPerClient = 40
const servers = { n1: "n1", n2: "n2", n3: "n3" }
const directory = mkdtempSync(join(tmpdir(), "lockstep-observe-"))

const openServers = (metrics: boolean, recording: Layer.Layer<never>) => {
  const transport = MemoryTransport.layer(MemoryTransport.makeNetwork())
  const open = (self: string) =>
    openNode({
      ...{ library, role: "servers", self, nodes: { servers }, metrics },
      timers: { election: ["400 millis", "600 millis"], heartbeat: "50 millis" },
    }).pipe(Effect.provide(Layer.mergeAll(transport, MemoryStorage.layer(), recording)))
  return Effect.forEach(Object.keys(servers), open)
}

/** Asks each until one leads. */
const findLeader = (nodes: readonly Node[]) => {
  const ask = Effect.firstSuccessOf(nodes.map((node) => Effect.as(node.call("submit", "first"), node)))
  return Effect.retry(ask, Schedule.spaced("20 millis"))
}

const submitAll = (leader: Node) =>
  Effect.forEach(
    Array.from({ length: clients }),
    () => Effect.repeat(leader.call("submit", "a command"), { times: commandsPerClient - 1 }),
    { concurrency: "unbounded", discard: true },
  )

/** Microseconds a command; fails if the leader changes meanwhile. */
const measure = (metrics: boolean, recording: Layer.Layer<never>, isTraced: boolean) =>
  Effect.scoped(
    Effect.gen(function* () {
      const leader = yield* findLeader(yield* openServers(metrics, recording))
      yield* submitAll(leader)
      const began = performance.now()
      yield* isTraced ? Effect.withSpan(submitAll(leader), "all") : submitAll(leader)
      return ((performance.now() - began) * 1000) / (clients * commandsPerClient)
    }),
  )

const ways = [
  ["silent", measure(false, Layer.empty, false)],
  ["with metrics", measure(true, Layer.empty, false)],
  ["with metrics, and a span for each step", measure(true, Layer.empty, true)],
  [
    "with metrics, 1 step of 100 recorded",
    measure(true, Trace.layer(directory, { sample: { steps: 100, of: 10_000 } }), false),
  ],
  ["with metrics, every step recorded", measure(true, Trace.layer(directory), false)],
] as const

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0

const taken = ways.map((): number[] => [])
for (let round = 0; round < rounds; round++)
  for (const [index, [, run]] of ways.entries())
    taken[index]?.push(await Effect.runPromise(Effect.retry(run, { times: 9 })))
rmSync(directory, { recursive: true })

console.log("| a node | a command | ratio |\n| --- | ---: | ---: |")
ways.forEach(([title], index) => {
  const micros = median(taken[index] ?? [])
  console.log(`| ${title} | ${micros.toFixed(1)} µs | ${(micros / median(taken[0] ?? [])).toFixed(2)} |`)
})
