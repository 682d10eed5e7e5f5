import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Database } from "../services/database.ts"
import { type Answering, demand, done, Refused, type Reply, type Routes } from "../services/http.ts"
import { type Name, names } from "../services/words.ts"
import type { Crew } from "./crew.ts"
import type { Load } from "./load.ts"
import { readPromises } from "./promises.ts"
import type { Spans } from "./spans.ts"
import type { Observer } from "./state.ts"

const between = (least: number, most: number) =>
  Schema.Number.check(Schema.isBetween({ minimum: least, maximum: most }))

const Chaos = Schema.Struct({ seconds: Schema.optionalKey(between(0, 60)) })
const Orders = Schema.Struct({ perSecond: between(1, 500), seconds: between(1, 300) })

const isName = Schema.is(Schema.Literals(names))

const demandName = (name: string): Effect.Effect<Name, Refused> =>
  isName(name)
    ? Effect.succeed(name)
    : new Refused({
        ...{ status: 404, code: "unknown-process", reason: `there is no process "${name}"` },
        fix: `name one of ${names.join(", ")}`,
      })

/** Does something to a process that ends by itself. */
const chaos =
  (does: (name: Name, seconds: number) => boolean, needs: string): Answering<never> =>
  ({ name, body }) =>
    Effect.gen(function* () {
      const process = yield* demandName(name)
      const { seconds = 3 } = yield* demand(Chaos, body)
      if (does(process, seconds)) return done
      const reason = `${process} is not ${needs}`
      return yield* new Refused({ status: 409, code: "not-now", reason, fix: "wait until it has recovered" })
    })

/** What the launcher stands for. */
interface Shop {
  readonly stock: number
  readonly crew: Crew
  readonly load: Load
  readonly observer: Observer
  readonly spans: Spans
}

const ok = (body: unknown): Reply => ({ status: 200, body })

/** What may be asked of the launcher; the page asks nothing else. */
export const routesOf = ({ stock, crew, load, observer, spans }: Shop): Routes<Database> => ({
  "POST /kill": chaos(crew.kill, "running"),
  "POST /pause": chaos(crew.pause, "at work"),
  "POST /cut": chaos(crew.cut, "connected"),
  "POST /load": ({ body }) =>
    Effect.gen(function* () {
      const { perSecond, seconds } = yield* demand(Orders, body)
      yield* load.order(perSecond, seconds)
      return done
    }),
  "GET /state": () => Effect.succeed(ok(observer.latest())),
  "GET /promises": () => Effect.map(readPromises(stock), ok),
  "GET /trace": ({ name }) => Effect.succeed(ok(spans.of(name))),
})

/** What a process tells an OpenTelemetry collector; the page shows only spans. */
export const collectorRoutes = (spans: Spans): Routes<never> => ({
  "POST /v1": ({ name, body }) =>
    Effect.gen(function* () {
      if (name === "traces") spans.take(yield* demand(spans.schema, body))
      return done
    }),
})
