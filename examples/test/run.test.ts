import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import { type Node, type NodeOptions, openNode, Tcp, Wal } from "@lockstep/runtime"
import { expect, test } from "vitest"
import { library as abdRegister } from "../generated/abd-register/library.ts"
import { library as raft } from "../generated/raft/library.ts"
import { library as twoPhaseCommit } from "../generated/two-phase-commit/library.ts"
import { addressesOf, scratch } from "./deployment.ts"

const root = scratch()

/** A node over TCP, with its log on disk. */
const open = (options: NodeOptions) =>
  Effect.gen(function* () {
    const place = join(root, `${options.library.name}-${options.self}`)
    const context = yield* Layer.build(Layer.merge(Wal.layer(place, { segmentBytes: 2 ** 20 }), Tcp.layer))
    return yield* openNode(options).pipe(Effect.provideContext(context))
  })

const run = <Answer, Failure>(program: Effect.Effect<Answer, Failure, Scope.Scope>): Promise<Answer> =>
  Effect.runPromise(Effect.scoped(program).pipe(Effect.timeout("30 seconds"), Effect.orDie))

/** Submits to whichever server leads. */
const submit = (servers: readonly Node[], command: string) =>
  Effect.gen(function* () {
    for (;;) {
      for (const server of servers) {
        const result = yield* Effect.result(server.call("submit", command, { timeout: "2 seconds" }))
        if (Result.isSuccess(result)) return result.success
      }
      yield* Effect.sleep("50 millis")
    }
  })

/** A life of servers of the generated Raft, in which they commit a command: gives its place in the log. */
const liveOf = (servers: { readonly [node: string]: string }) => (command: string) =>
  run(
    Effect.gen(function* () {
      const timers = { election: ["150 millis", "300 millis"], heartbeat: "50 millis" } as const
      const nodes = yield* Effect.forEach(Object.keys(servers), (self) =>
        open({ library: raft, role: "servers", self, nodes: { servers }, timers }),
      )
      return yield* submit(nodes, command)
    }),
  )

test.each([
  ["three servers", ["n1", "n2", "n3"]],
  ["one server", ["alone"]],
])("the generated Raft of %s commits, and goes on where it was in a second life", async (_, names) => {
  const live = liveOf(await addressesOf(...names))
  expect(await live("first")).toBe(1)
  expect(await live("second")).toBe(2)
})

test("the generated register of one server answers, and has what was written in a second life", async () => {
  const nodes = { servers: await addressesOf("single") }
  const timers = { remind: "100 millis" } as const
  const server = open({ library: abdRegister, role: "servers", self: "single", nodes, timers })
  const write = Effect.flatMap(server, (register) => register.call("write", "a", { timeout: "10 seconds" }))
  const read = Effect.flatMap(server, (register) => register.call("read", null, { timeout: "10 seconds" }))
  expect(await run(write)).toBe(null)
  expect(await run(read)).toBe("a")
})

test("the generated two-phase commit asks every participant, and remembers what it decided", async () => {
  const nodes = { coordinator: await addressesOf("c"), participants: await addressesOf("p1", "p2") }
  const timers = { giveUp: "5 seconds", remind: "100 millis" } as const
  const asked: string[] = []
  const commit = run(
    Effect.gen(function* () {
      const deployment = { library: twoPhaseCommit, nodes, timers }
      const prepare = (_: unknown, { key }: { readonly key: string }) => Effect.sync(() => (asked.push(key), "yes"))
      for (const self of ["p1", "p2"])
        yield* open({ ...deployment, role: "participants", self, activities: { prepare } })
      const coordinator = yield* open({ ...deployment, role: "coordinator", self: "c" })
      const decision = yield* coordinator.call("commit", "t1")
      expect(yield* coordinator.call("commit", "t1")).toBe(decision)
      return decision
    }),
  )
  expect(await commit).toBe("commit")
  expect(asked).toHaveLength(2)
})
