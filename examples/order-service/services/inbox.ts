import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import { Database, type InDatabase } from "./database.ts"
import { type Answering, demand, done } from "./http.ts"
import { type Event, Events } from "./words.ts"

/**
 * Hears what others tell, each event once, however often it is told: an event is new if its row in the inbox is, and that row is
 * written in the transaction that draws the conclusions.
 */
export const hear =
  (conclude: (events: readonly Event[]) => InDatabase<unknown>): Answering<Database> =>
  ({ body }) =>
    Effect.gen(function* () {
      const sql = yield* Database
      const { sender, events } = yield* demand(Events, body)
      const rows = Arr.map(events, (event) => ({ sender, ...event }))
      const take = Effect.gen(function* () {
        const fresh = yield* sql<Event>`
          INSERT INTO inbox ${sql.insert(rows)} ON CONFLICT DO NOTHING RETURNING id, kind, order_number`
        if (fresh.length > 0) yield* conclude(fresh)
      })
      yield* sql.withTransaction(take)
      return done
    })

/** How many of the events are of a kind. */
export const countOf = (events: readonly Event[], kind: Event["kind"]): number =>
  events.filter((event) => event.kind === kind).length
