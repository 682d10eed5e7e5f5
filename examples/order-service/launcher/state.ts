import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { Database, SqlError } from "../services/database.ts"
import { type Counts, type OrderRow, readCounts, readLatest } from "./books.ts"
import { type Chronicle, type Happening, rememberedMillis } from "./chronicle.ts"
import type { Condition, Crew } from "./crew.ts"
import { type HealthOf, readHealth } from "./health.ts"
import type { Layout } from "./layout.ts"
import { type Promised, readPromises } from "./promises.ts"

/** All that the page shows. */
export interface ShopState {
  readonly now: number
  readonly stock: number
  readonly conditions: { readonly [process: string]: Condition }
  readonly health: { readonly [process: string]: HealthOf }
  readonly metrics: { readonly [process: string]: string }
  readonly counts: Counts
  readonly latest: readonly OrderRow[]
  readonly promises: readonly Promised[]
  /** How many orders were finished until when, lately. */
  readonly finished: readonly (readonly [at: number, count: number])[]
  readonly happenings: readonly Happening[]
}

/** What the state is made from. */
interface Sources {
  readonly stock: number
  readonly crew: Crew
  readonly chronicle: Chronicle
  readonly layout: Layout
}

const lookMillis = 500
const looksPerJudgement = 2

/** Looks at everything twice a second, and tells who listens. */
export interface Observer {
  readonly latest: () => ShopState
  readonly listen: (hear: (state: ShopState) => void) => () => void
}

export const openObserver = Effect.fnUntraced(function* ({
  stock,
  crew,
  chronicle,
  layout,
}: Sources): Effect.fn.Return<Observer, SqlError, Database | Scope.Scope> {
  const listeners = new Set<(state: ShopState) => void>()
  const metrics = Object.fromEntries(
    Object.entries(layout.words).map(([name, { watchPort }]) => [name, `http://127.0.0.1:${watchPort}/metrics`]),
  )
  let finished: ShopState["finished"] = []
  let promises: ShopState["promises"] = []
  let health: ShopState["health"] = {}
  let looks = 0

  const look = Effect.gen(function* () {
    if (looks++ % looksPerJudgement === 0) {
      promises = yield* readPromises(stock)
      health = yield* readHealth(layout.words)
    }
    const counts = yield* readCounts
    const latest = yield* readLatest
    const now = Date.now()
    const total = counts.placed + counts.cancelled
    finished = [...finished.filter(([at]) => at > now - rememberedMillis), [now, total]]
    const conditions = crew.conditions()
    return {
      now,
      stock,
      conditions,
      health,
      metrics,
      counts,
      latest,
      promises,
      finished,
      happenings: chronicle.lately(),
    }
  })

  let state: ShopState = yield* look
  const watch = Effect.gen(function* () {
    yield* Effect.sleep(lookMillis)
    state = yield* look
    for (const hear of listeners) hear(state)
  })
  yield* Effect.forkScoped(Effect.forever(watch))
  return {
    latest: () => state,
    listen(hear) {
      listeners.add(hear)
      hear(state)
      return () => listeners.delete(hear)
    },
  }
})
