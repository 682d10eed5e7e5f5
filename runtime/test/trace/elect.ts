import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import * as TestClock from "effect/testing/TestClock"
import { TraceRecording, type TraceStore } from "../../src/trace/index.ts"
import { MemoryTransport } from "../../src/transport/index.ts"
import { openCluster } from "../node/cluster.ts"

/** Keeps what nodes record in memory; `room` says whether it takes more. */
export const keep = (room: () => boolean = () => true, sample?: TraceStore["sample"]) => {
  const texts: { [node: string]: string } = {}
  const store: TraceStore = {
    ...(sample && { sample }),
    open: (node) =>
      Effect.sync(() => ({
        hasRoom: room,
        isFresh: () => texts[node] === undefined,
        write: (lines: string) => void (texts[node] = (texts[node] ?? "") + lines),
      })),
  }
  return { texts, layer: Layer.succeed(TraceRecording, store) }
}

/** Elects for some seconds, and cuts the first server off for a while: every kind of step of the protocol happens. */
export const elect = (recording: Layer.Layer<never>): Promise<void> => {
  const network = MemoryTransport.makeNetwork()
  const program = Effect.gen(function* () {
    yield* openCluster({ n1: "n1", n2: "n2", n3: "n3" }, MemoryTransport.layer(network))
    yield* TestClock.adjust("2 seconds")
    for (const peer of ["n2", "n3"]) network.cut("n1", peer)
    yield* TestClock.adjust("2 seconds")
    for (const peer of ["n2", "n3"]) network.heal("n1", peer)
    yield* TestClock.adjust("2 seconds")
  })
  return Effect.runPromise(
    Effect.scoped(program).pipe(Effect.provide([TestClock.layer(), recording]), Random.withSeed("elect")),
  )
}
