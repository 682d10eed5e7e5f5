import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { startPostgres } from "../../../test/servers/postgres.ts"
import { databaseOf } from "../services/database.ts"
import { serve } from "../services/http.ts"
import { collectorRoutes, routesOf } from "./api.ts"
import { openChronicle } from "./chronicle.ts"
import { openCrew, type Programs } from "./crew.ts"
import { layOut } from "./layout.ts"
import { openLines } from "./lines.ts"
import { openLoad } from "./load.ts"
import { answerPage } from "./page.ts"
import { openSpans } from "./spans.ts"
import { openObserver } from "./state.ts"
import { makeTables } from "./tables.ts"

export interface ShopOptions {
  /** Where the page is; the system chooses for 0. */
  readonly port: number
  readonly stock: number
  readonly programs: Programs
  /** Another collector of spans than the page's own. */
  readonly collector: string | undefined
}

/** Where the shop can be reached. */
export interface Shop {
  readonly page: string
  /** Where customers order. */
  readonly orders: string
  readonly database: string
}

const postgres = Effect.acquireRelease(
  Effect.promise(() => startPostgres()),
  (server) => Effect.promise(() => server[Symbol.asyncDispose]()),
)

const folder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "order-service-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true })),
)

/** Starts Postgres, the processes, and the page, until the scope closes. */
export const openShop = Effect.fnUntraced(function* ({ port, stock, programs, collector }: ShopOptions) {
  const { url: database } = yield* postgres
  const data = yield* folder
  const context = yield* Layer.build(databaseOf(database, "public"))
  const within = Effect.provideContext(context)
  yield* within(makeTables)
  const lines = yield* Effect.acquireRelease(Effect.sync(openLines), ({ close }) => Effect.sync(close))
  const chronicle = openChronicle()
  const spans = openSpans()
  const own = `http://127.0.0.1:${yield* serve(0, collectorRoutes(spans))}`
  const common = { database, data, collector: collector ?? own, stock }
  const layout = yield* Effect.promise(() => layOut(common, lines))
  const crew = yield* Effect.acquireRelease(
    Effect.promise(() => openCrew(programs, layout.words, lines, chronicle)),
    ({ close }) => Effect.promise(close),
  )
  const load = yield* openLoad(layout.customersUrl)
  const observer = yield* within(openObserver({ stock, crew, chronicle, layout }))
  const routes = routesOf({ stock, crew, load, observer, spans })
  const page = `http://127.0.0.1:${yield* within(serve(port, routes, answerPage(observer)))}`
  const shop: Shop = { page, orders: layout.customersUrl, database }
  return shop
})
