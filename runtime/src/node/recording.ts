import * as Effect from "effect/Effect"
import { makeRecorder } from "../trace/recorder.ts"
import { TraceRecording } from "../trace/sink.ts"
import type { Remembered } from "./journal.ts"
import { type Deployment, placeOf } from "./options.ts"

/** Records the steps of a life, if the context says where. */
export const recording = Effect.fnUntraced(function* (options: Deployment, life: string, { lives }: Remembered) {
  const store = yield* TraceRecording
  if (store === undefined) return undefined
  const { library, role, self } = options
  const file = yield* store.open(self, life)
  const recorded = {
    protocol: library.name,
    specHash: library.specHash,
    role,
    life,
    incarnation: lives,
    place: placeOf(options),
  }
  return makeRecorder(recorded, file, store.sample)
})
