/** One server of the generated Raft over TCP with its log on disk, as `bench/idle.ts` starts it. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { openNode, Tcp, Wal } from "@lockstep/runtime"
import { library } from "../../examples/generated/raft/library.ts"

const [self = "", beat = "", directory = "", ...addresses] = process.argv.slice(2)
const servers = Object.fromEntries(addresses.map((address, index) => [`n${index + 1}`, address]))

/** Those that etcd has by default, and those of Raft's paper. */
const timers = {
  etcd: { election: ["1000 millis", "2000 millis"], heartbeat: "100 millis" },
  paper: { election: ["150 millis", "300 millis"], heartbeat: "50 millis" },
} as const

const program = Effect.gen(function* () {
  const node = yield* openNode({
    ...{ library, role: "servers", self, nodes: { servers } },
    timers: timers[beat === "100" ? "etcd" : "paper"],
  })
  process.once("SIGTERM", () => void Effect.runFork(node.stop))
  yield* node.ended
})

await Effect.runPromise(
  Effect.scoped(program).pipe(Effect.provide(Layer.merge(Tcp.layer, Wal.layer(`${directory}/${self}`)))),
)
