import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import { Database, type InDatabase, type SqlError } from "./database.ts"
import { ask } from "./http.ts"
import type { Event, Name } from "./words.ts"

/** Notes what has happened, for another service to hear of. It belongs into the transaction in which it happens. */
export const note = Effect.fnUntraced(function* (
  kind: Event["kind"],
  order: string,
): Effect.fn.Return<void, SqlError, Database> {
  const sql = yield* Database
  yield* sql`INSERT INTO outbox (kind, order_number) VALUES (${kind}, ${order})`
})

const idle = "50 millis"
const perDelivery = 100

/** Delivers the oldest events that were not delivered yet, as soon as the receiver answers. A crash before the last line delivers them again. */
const deliver = Effect.fnUntraced(function* (sender: Name, receiver: string) {
  const sql = yield* Database
  const events = yield* sql<Event>`
    SELECT id, kind, order_number FROM outbox WHERE delivered_at IS NULL ORDER BY id LIMIT ${perDelivery}`
  if (events.length === 0) return yield* Effect.sleep(idle)
  yield* ask("POST", `${receiver}/events`, { sender, events }).pipe(
    Effect.retry(Schedule.spaced("200 millis")),
    Effect.orDie,
  )
  const ids = events.map(({ id }) => id)
  yield* sql`UPDATE outbox SET delivered_at = clock_timestamp() WHERE ${sql.in("id", ids)}`
})

/** Delivers every event to its receiver, at least once, for as long as the process lives. */
export const deliverForEver = (sender: Name, receiver: string): InDatabase<never> =>
  Effect.forever(deliver(sender, receiver))
