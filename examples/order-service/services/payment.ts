/** The payment service: it knows nothing of the protocol, and does once what it is asked under a key, however often that is. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Database, type InDatabase } from "./database.ts"
import { type Answering, demand, type Reply } from "./http.ts"
import { deliverForEver, note } from "./outbox.ts"
import { runService } from "./service.ts"

/** What the payment service is asked to do, under which key and for which order. */
export const Payment = Schema.Struct({
  deed: Schema.Literals(["charge", "refund"]),
  key: Schema.String,
  order: Schema.String,
})
export type Payment = typeof Payment.Type

export type PaymentAnswer = "paid" | "declined" | "refunded"

/** Cards of orders whose number ends in 7 are not good. */
const decide = ({ deed, order }: Payment): PaymentAnswer =>
  deed === "refund" ? "refunded" : order.endsWith("7") ? "declined" : "paid"

/** The row with the key, the event, and the answer are one transaction: who asks again is told what was answered then. */
export const pay = Effect.fnUntraced(function* (payment: Payment) {
  const sql = yield* Database
  const { deed, key, order } = payment
  const answer = decide(payment)
  const begin = Effect.gen(function* () {
    const fresh = yield* sql`
      INSERT INTO payments ${sql.insert({ deed, key, order_number: order, answer })} ON CONFLICT DO NOTHING RETURNING key`
    if (fresh.length > 0) yield* note(answer, order)
    return yield* sql<{ readonly answer: PaymentAnswer }>`
      SELECT answer FROM payments WHERE deed = ${deed} AND key = ${key}`
  })
  const [known] = yield* sql.withTransaction(begin)
  return known?.answer ?? answer
})

type Pay = (payment: Payment) => InDatabase<PaymentAnswer>

const answering =
  (pay: Pay): Answering<Database> =>
  ({ body }) =>
    demand(Payment, body).pipe(
      Effect.flatMap(pay),
      Effect.map((answer): Reply => ({ status: 200, body: { answer } })),
    )

/** Runs the service, as it pays. */
export const runPayment = (pay: Pay): void =>
  runService("payment", ({ urls }) =>
    Effect.succeed({
      routes: { "POST /payments": answering(pay) },
      work: deliverForEver("payment", urls.orders),
    }),
  )

if (import.meta.main) runPayment(pay)
