import * as Effect from "effect/Effect"
import { Database, type InDatabase } from "../services/database.ts"

/** What the tables of all services come to. */
export interface Counts {
  readonly ordered: number
  readonly placed: number
  readonly cancelled: number
  readonly paid: number
  readonly declined: number
  readonly refunded: number
  readonly shipped: number
  readonly sold: number
  readonly undelivered: number
}

export const readCounts: InDatabase<Counts> = Effect.gen(function* () {
  const sql = yield* Database
  const [counts] = yield* sql<Counts>`
    SELECT ordered, placed, cancelled, paid, declined, refunded, shipped, sold, undelivered
    FROM
      (SELECT count(*)::int AS ordered,
        count(*) FILTER (WHERE outcome = 'placed')::int AS placed,
        count(*) FILTER (WHERE outcome = 'cancelled')::int AS cancelled FROM orders.orders) o,
      (SELECT count(*) FILTER (WHERE answer = 'paid')::int AS paid,
        count(*) FILTER (WHERE answer = 'declined')::int AS declined,
        count(*) FILTER (WHERE answer = 'refunded')::int AS refunded FROM payment.payments) p,
      (SELECT count(*) FILTER (WHERE answer = 'shipped')::int AS shipped FROM orders.shipments) s,
      inventory.shelf,
      (SELECT (SELECT count(*) FROM orders.outbox WHERE delivered_at IS NULL)::int
        + (SELECT count(*) FROM payment.outbox WHERE delivered_at IS NULL)::int AS undelivered) u`
  if (counts === undefined) return yield* Effect.die("a row of counts is always there")
  return counts
})

/** How an order stands, and what was done for it under its key. */
export interface OrderRow {
  readonly order: string
  readonly outcome: "placed" | "cancelled" | null
  readonly seconds: number
  /** How often money was taken for it. */
  readonly charges: number
  readonly isDeclined: boolean
  readonly parcel: "shipped" | "refused" | null
  readonly refunds: number
}

/** The orders that came last, the latest first. */
export const readLatest: InDatabase<readonly OrderRow[]> = Effect.gen(function* () {
  const sql = yield* Database
  return yield* sql<OrderRow>`
    SELECT order_number AS "order", outcome,
      extract(epoch FROM coalesce(finished_at, clock_timestamp()) - ordered_at)::float8 AS seconds,
      (SELECT count(*)::int FROM payment.payments p WHERE p.order_number = o.order_number AND answer = 'paid') AS charges,
      EXISTS (SELECT FROM payment.payments p WHERE p.order_number = o.order_number AND answer = 'declined') AS "isDeclined",
      (SELECT answer FROM orders.shipments s WHERE s.key = o.order_number) AS parcel,
      (SELECT count(*)::int FROM payment.payments p WHERE p.order_number = o.order_number AND answer = 'refunded') AS refunds
    FROM orders.orders o ORDER BY ordered_at DESC LIMIT 20`
})
