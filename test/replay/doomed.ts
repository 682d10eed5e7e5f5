import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { openNode, Storage, Tcp, Trace, Wal } from "@lockstep/runtime"
import { library } from "../../examples/generated/raft/library.ts"
import { sockets } from "./record.ts"

/** What the process is told. */
export interface DoomedWords {
  readonly nodes: { readonly [role: string]: { readonly [node: string]: string } }
  readonly data: string
  readonly folder: string
}

const { nodes, data, folder } = JSON.parse(process.argv[2] ?? "") as DoomedWords
const self = "n1"
let isDoomed = false

/** A disk that takes the process with it, before anything of a batch is written. */
const Deadly = Layer.effect(
  Storage,
  Effect.map(Wal.open(join(data, self)), (storage) => ({
    ...storage,
    append: (batch: Uint8Array) =>
      Effect.andThen(
        Effect.sync(() => isDoomed && process.kill(process.pid, "SIGKILL")),
        storage.append(batch),
      ),
  })),
)

/** A server of Raft that becomes the leader, takes a command, and is killed when it should write it down. */
const live = Effect.gen(function* () {
  const timers = { election: ["50 millis", "100 millis"] as const, heartbeat: "20 millis" as const }
  const node = yield* openNode({ library, role: "servers", self, nodes, timers })
  const leads = Effect.andThen(Effect.sleep("10 millis"), node.view("leads").get)
  yield* Effect.repeat(leads, { until: (leads) => leads === true })
  yield* Effect.sleep("100 millis")
  isDoomed = true
  yield* node.call("submit", "doomed")
})

const layers = Layer.mergeAll(Tcp.layerWith(sockets), Deadly, Trace.layer(folder))
await Effect.runPromise(Effect.scoped(live.pipe(Effect.provide(layers))))
