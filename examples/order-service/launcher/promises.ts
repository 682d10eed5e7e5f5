import * as Effect from "effect/Effect"
import { Database, type InDatabase } from "../services/database.ts"

/** Something that the shop promises, whatever dies. */
interface Wording {
  readonly name: string
  readonly sentence: string
  /** Whether it holds at every moment, or only once everything has come to rest. */
  readonly holds: "always" | "in the end"
  /** Counts what breaks it, all at one moment. */
  readonly broken: string
}

/** What was paid and paid back for each order, and whether its parcel has left. */
const deeds = `
  SELECT order_number, outcome,
    (SELECT count(*) FROM payment.payments p WHERE p.order_number = o.order_number AND answer = 'paid') AS paid,
    (SELECT count(*) FROM payment.payments p WHERE p.order_number = o.order_number AND answer = 'refunded') AS refunded,
    (SELECT count(*) FROM orders.shipments s WHERE s.order_number = o.order_number AND answer = 'shipped') AS shipped
  FROM orders.orders o`

const eventsOf = (schema: string, sender: string): string =>
  `SELECT '${sender}' AS sender, id, kind, order_number FROM ${schema}.outbox`

const wordings: readonly Wording[] = [
  {
    name: "chargedOnce",
    sentence: "Nobody is charged or refunded twice",
    holds: "always",
    broken: `SELECT count(*) FROM (${deeds}) d WHERE paid > 1 OR refunded > 1`,
  },
  {
    name: "refundsPayments",
    sentence: "Only what was paid is paid back",
    holds: "always",
    broken: `SELECT count(*) FROM (${deeds}) d WHERE refunded > paid`,
  },
  {
    name: "placedIsWhole",
    sentence: "A placed order is paid for and shipped",
    holds: "always",
    broken: `SELECT count(*) FROM (${deeds}) d WHERE outcome = 'placed' AND (paid, refunded, shipped) <> (1, 0, 1)`,
  },
  {
    name: "cancelledIsNothing",
    sentence: "A cancelled order keeps no money, and no parcel has left",
    holds: "always",
    broken: `SELECT count(*) FROM (${deeds}) d WHERE outcome = 'cancelled' AND (paid <> refunded OR shipped > 0)`,
  },
  {
    name: "neverOversold",
    sentence: "No more is sold than there is",
    holds: "always",
    broken: `SELECT greatest(0, count(*) - $1::int) FROM orders.orders WHERE outcome = 'placed'`,
  },
  {
    name: "eventsCountOnce",
    sentence: "What was concluded from events is what the events say, each counted once",
    holds: "always",
    broken: `SELECT
      abs((SELECT sold FROM inventory.shelf) - (SELECT count(*) FROM inventory.inbox WHERE kind = 'placed'))
      + abs((SELECT paid FROM orders.till) - (SELECT count(*) FROM orders.inbox WHERE kind = 'paid'))
      + abs((SELECT refunded FROM orders.till) - (SELECT count(*) FROM orders.inbox WHERE kind = 'refunded'))
      + (SELECT count(*) FROM (SELECT * FROM orders.inbox EXCEPT ${eventsOf("payment", "payment")}) strange)
      + (SELECT count(*) FROM (SELECT * FROM inventory.inbox EXCEPT ${eventsOf("orders", "orders")}) strange)`,
  },
  {
    name: "everythingEnds",
    sentence: "No order is left half done",
    holds: "in the end",
    broken: `SELECT count(*) FROM orders.orders WHERE outcome IS NULL`,
  },
  {
    name: "everythingIsHeard",
    sentence: "Every event has reached its receiver",
    holds: "in the end",
    broken: `SELECT
      (SELECT count(*) FROM (${eventsOf("payment", "payment")} EXCEPT SELECT * FROM orders.inbox) lost)
      + (SELECT count(*) FROM (${eventsOf("orders", "orders")} EXCEPT SELECT * FROM inventory.inbox) lost)`,
  },
]

export interface Promised extends Omit<Wording, "broken"> {
  /** What breaks it now. */
  readonly broken: number
}

/** How it stands with every promise. */
export const readPromises = (stock: number): InDatabase<readonly Promised[]> =>
  Effect.gen(function* () {
    const sql = yield* Database
    return yield* Effect.forEach(wordings, ({ broken, ...wording }) => {
      const parameters = broken.includes("$1") ? [stock] : []
      return Effect.map(sql.unsafe<{ broken: number }>(`SELECT (${broken})::int AS broken`, parameters), ([row]) => ({
        ...wording,
        broken: row?.broken ?? 0,
      }))
    })
  })
