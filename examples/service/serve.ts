/**
 * A process that runs nodes of a generated library, and lets clients ask them over a socket: `node serve.ts '{"library": …}'`.
 * It says "ready" once all nodes work, ends when its input does, and fails when a node breaks down.
 */
import { flushCompileCache } from "node:module"
import { connect, createServer } from "node:net"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { type CallError, type Node, openNode, type ProtocolLibrary, Tcp, Tls, Wal } from "@lockstep/runtime"
import { overLines } from "./lines.ts"
import { type Answer, heard, type NodeWords, type ProcessWords, type Question } from "./words.ts"
import { type World, worldAt, worldOfNobody } from "./world.ts"

const words = heard<ProcessWords>(JSON.parse(process.argv[2] ?? "{}"))

const loadLibrary = async (): Promise<ProtocolLibrary> => {
  const module: { readonly library: ProtocolLibrary } = await import(words.library)
  return module.library
}

/** The library with a view of each role's whole state. */
const withState = (library: ProtocolLibrary): ProtocolLibrary => {
  const roles = Object.entries(library.roles)
  const views = { state: (state: unknown) => state }
  return { ...library, roles: Object.fromEntries(roles.map(([name, role]) => [name, { ...role, views }])) }
}

const transportOf = ({ credentials }: NodeWords) =>
  credentials === undefined
    ? Tcp.layerWith(words.sockets ?? {})
    : Tls.layer({ ...words.sockets, credentials: Tls.fromFiles(credentials) })

const open = (library: ProtocolLibrary, world: World, group: string, place: NodeWords) =>
  Effect.gen(function* () {
    const { data, segmentBytes = 2 ** 24, role, self, nodes } = place
    const layers = Layer.merge(Wal.layer(data, { segmentBytes }), transportOf(place))
    const context = yield* Layer.build(layers)
    const performs = Object.keys(library.roles[role]?.activities ?? {}).map((activity) => [
      activity,
      (request: unknown, { key }: { readonly key: string }) =>
        Effect.promise(() => world.perform({ group, node: self, activity, key, request })),
    ])
    const activities = Object.fromEntries(performs)
    const node = yield* openNode({ library, role, self, nodes, timers: words.timers, activities }).pipe(
      Effect.provideContext(context),
    )
    const tell = (event: unknown) => Effect.sync(() => world.tell({ kind: "event", group, node: self, event }))
    yield* Effect.forkScoped(Stream.runForEach(node.events, tell))
    return [group, node] as const
  })

const answerOf = (id: number, result: Result.Result<unknown, CallError>): Answer =>
  Result.isSuccess(result)
    ? { id, value: result.success }
    : { id, error: result.failure._tag, reason: result.failure.message }

const answer = (nodes: ReadonlyMap<string, Node>, question: Question): Effect.Effect<Answer> => {
  const { id, group } = question
  const node = nodes.get(group)
  if (node === undefined) return Effect.succeed({ id, error: "Unknown", reason: `no group ${group}` })
  if (question.kind === "state") return Effect.map(node.view("state").get, (value) => ({ id, value }))
  const { call, argument, patience } = question
  return Effect.map(Effect.result(node.call(call, argument, { timeout: patience })), (result) => answerOf(id, result))
}

const listen = (nodes: ReadonlyMap<string, Node>) =>
  Effect.promise(
    () =>
      new Promise<void>((resolve) => {
        const server = createServer((socket) => {
          const { say } = overLines(socket, (value) =>
            Effect.runCallback(answer(nodes, heard<Question>(value)), {
              onExit: (exit) => (exit._tag === "Success" ? say(exit.value) : socket.destroy()),
            }),
          )
          socket.on("error", () => socket.destroy())
        })
        server.listen(words.port, "127.0.0.1", resolve)
      }),
  )

const program = Effect.gen(function* () {
  const library = withState(yield* Effect.promise(loadLibrary))
  const world = words.world === undefined ? worldOfNobody : worldAt(connect(words.world, "127.0.0.1"))
  const opening = Object.entries(words.groups).map(([group, place]) => open(library, world, group, place))
  const nodes = new Map(yield* Effect.all(opening, { concurrency: "unbounded" }))
  yield* listen(nodes)
  flushCompileCache()
  console.log("ready")
  yield* Effect.raceAll([...nodes.values()].map(({ ended }) => ended))
})

process.stdin.on("end", () => process.exit(0)).resume()
Effect.runPromise(Effect.scoped(program)).then(
  () => process.exit(0),
  (failure: unknown) => {
    console.error(failure)
    process.exit(1)
  },
)
