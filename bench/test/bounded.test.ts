import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { type Node, openNode, type ProtocolLibrary, Tcp, Wal } from "@lockstep/runtime"
import { expect, test } from "vitest"
import { freePorts } from "../../examples/service/start.ts"
import { library } from "../../examples/generated/abd-register/library.ts"

const names = ["n1", "n2", "n3"]
const limits = { calls: 2048, mailbox: 4096, batch: 512, journalBytes: 2 ** 16 }
const times = 5
const rounds = 8
/** What garbage and compiled code may take: half of what is accepted in half of the rounds. */
const marginMebibytes = 1

setFlagsFromString("--expose-gc")
// Code that has become old would be forgotten, and its place be taken by what is accepted.
setFlagsFromString("--no-flush-bytecode")
const collect = runInNewContext("gc") as () => void

const heapMebibytes = (): number => {
  collect()
  return process.memoryUsage().heapUsed / 2 ** 20
}

const openServers = (register: ProtocolLibrary, folder: string, ports: readonly number[]) => {
  const servers = Object.fromEntries(names.map((name, index) => [name, `127.0.0.1:${ports[index]}`]))
  const timers = { remind: "1 second" } as const
  const open = (self: string) =>
    Effect.flatMap(Layer.build(Layer.merge(Wal.layer(join(folder, self)), Tcp.layer)), (context) =>
      Effect.provideContext(
        openNode({ library: register, role: "servers", self, nodes: { servers }, timers, limits, metrics: false }),
        context,
      ),
    )
  return Effect.all(names.map(open), { concurrency: "unbounded" })
}

/** What waits in a node and for its peers. */
const waitingIn = (node: Node) =>
  Effect.gen(function* () {
    const { inputs, calls } = (yield* node.health).waiting
    const bytes = (yield* node.links).map(({ waiting }) => waiting)
    return { inputs, calls, bytes: Math.max(...bytes) }
  })

/** So many rounds of five times as many calls at once as may wait, all at one node: how they ended, what waited, and the heap after each. */
const overload = (register: ProtocolLibrary, folder: string, ports: readonly number[]) =>
  Effect.gen(function* () {
    const [first, ...others] = yield* openServers(register, folder, ports)
    if (first === undefined) throw new Error("nobody is there")
    const ends = new Map<string, number>()
    const waiting: Effect.Success<ReturnType<typeof waitingIn>>[] = []
    const heap: number[] = []
    const write = Effect.map(Effect.result(first.call("write", "v".repeat(256))), (result) => {
      const end = Result.isSuccess(result) ? "answered" : result.failure._tag
      ends.set(end, (ends.get(end) ?? 0) + 1)
    })
    for (let round = 0; round < rounds; round++) {
      const writes = Array.from({ length: times * limits.calls }, () => write)
      const look = Effect.map(Effect.all([first, ...others].map(waitingIn)), (seen) => waiting.push(...seen))
      yield* Effect.all([...writes, look], { concurrency: "unbounded" })
      heap.push(heapMebibytes())
    }
    console.log(
      ends,
      heap.map(Math.round).join(),
      Math.max(...waiting.map((w) => w.calls)),
      Math.max(...waiting.map((w) => w.inputs)),
      Math.max(...waiting.map((w) => w.bytes)),
    )
    return { ends, waiting, heap }
  }).pipe(Effect.scoped)

const run = async (register: ProtocolLibrary) => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-bounded-"))
  const ports = await freePorts(names.length)
  try {
    return await Effect.runPromise(overload(register, folder, ports))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** By how much the second half of the rounds needs more than the first, whose beginning warms up. */
const growth = (heap: readonly number[]): number => {
  const half = heap.length >> 1
  return Math.max(...heap.slice(half)) - Math.max(...heap.slice(0, half))
}

test("a register that is asked five times what may wait keeps its bounds, and says so to the rest", async () => {
  const { ends, waiting, heap } = await run(library)
  expect([...ends.keys()].toSorted()).toEqual(["Overloaded", "answered"])
  expect(ends.get("answered")).toBeGreaterThanOrEqual(rounds * limits.batch)
  expect(ends.get("Overloaded")).toBeGreaterThan(rounds * limits.calls)
  for (const { inputs, calls, bytes } of waiting) {
    expect(inputs).toBeLessThanOrEqual(limits.mailbox)
    expect(calls).toBeLessThanOrEqual(limits.calls)
    expect(bytes).toBeLessThan(2 ** 23)
  }
  expect(growth(heap)).toBeLessThan(marginMebibytes)
})

test("a register that keeps what it was asked is found out", async () => {
  const { servers } = library.roles
  if (servers === undefined) throw new Error("the register has no servers")
  const remembered: unknown[] = []
  const step: typeof servers.step = (state, input, situation) => {
    if (input.kind === "call") remembered.push(JSON.stringify(input))
    return servers.step(state, input, situation)
  }
  const { heap } = await run({ ...library, roles: { servers: { ...servers, step } } })
  expect(growth(heap)).toBeGreaterThan(marginMebibytes)
})
