import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { names, type Name, type Words } from "../services/words.ts"

/** What a process says of itself at `/health`. */
export interface HealthOf {
  readonly status: string
  readonly reasons: readonly string[]
}

const Answer = Schema.Struct({
  nodes: Schema.Array(Schema.Struct({ status: Schema.String, reasons: Schema.Array(Schema.String) })),
})

const silent: HealthOf = { status: "silent", reasons: ["it does not answer"] }

/** A process without a node of the protocol answers, and that is all that can be said of it. */
const ask = (port: number): Effect.Effect<HealthOf> =>
  Effect.tryPromise(async () => {
    const response = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(1000) })
    const { nodes } = Schema.decodeUnknownSync(Answer)(await response.json())
    return nodes[0] ?? { status: "well", reasons: [] }
  }).pipe(Effect.orElseSucceed(() => silent))

/** Asks all processes how they are. */
export const readHealth = (words: { readonly [name in Name]: Words }): Effect.Effect<{
  readonly [process: string]: HealthOf
}> =>
  Effect.map(
    Effect.forEach(names, (name) => Effect.map(ask(words[name].watchPort), (health) => [name, health] as const), {
      concurrency: "unbounded",
    }),
    Object.fromEntries,
  )
