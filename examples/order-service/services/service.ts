import { flushCompileCache } from "node:module"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import { Observe } from "@lockstep/runtime"
import { type Database, databaseOf } from "./database.ts"
import { type Routes, serve } from "./http.ts"
import { type Name, Words } from "./words.ts"

/** What a service answers, and what it does until it fails. */
interface Service {
  readonly routes: Routes<Database>
  readonly work: Effect.Effect<unknown, unknown, Database>
}

const readWords = Schema.decodeUnknownSync(Schema.fromJsonString(Words))

/**
 * Runs a service as this process: says "ready" once it answers, ends when its input does, and fails when its work does. Whoever watches
 * over it starts it again.
 */
export const runService = (
  name: Name,
  open: (words: Words) => Effect.Effect<Service, unknown, Database | Scope.Scope>,
): void => {
  const words = readWords(process.argv[2])
  const layers = Layer.mergeAll(
    databaseOf(words.database, name),
    Observe.Endpoint.layer(`127.0.0.1:${words.watchPort}`),
    Observe.Otlp.layer({ url: words.collector, service: name, interval: "2 seconds" }),
  )
  const program = Effect.gen(function* () {
    const { routes, work } = yield* open(words)
    yield* serve(words.port, routes)
    flushCompileCache()
    console.log("ready")
    yield* work
  })
  process.stdin.on("end", () => process.exit(0)).resume()
  Effect.runPromise(Effect.scoped(program).pipe(Effect.provide(layers))).then(
    () => process.exit(0),
    (failure: unknown) => {
      console.error(failure)
      process.exit(1)
    },
  )
}
