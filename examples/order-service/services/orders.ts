/** The order service: its node of the protocol leads each order through the saga, and keeps its state in Postgres. */
import * as Effect from "effect/Effect"
import * as FiberSet from "effect/FiberSet"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import { type CallError, type NodeOf, Tcp } from "@lockstep/runtime"
import * as Postgres from "@lockstep/runtime/postgres"
import { OrderSagaOrders } from "../../generated/order-saga/index.ts"
import { Database, type SqlError } from "./database.ts"
import { type Answering, ask, Refused, type Reply } from "./http.ts"
import { countOf, hear } from "./inbox.ts"
import { deliverForEver, note } from "./outbox.ts"
import { runService } from "./service.ts"
import { sockets } from "./node.ts"
import type { Event, Words } from "./words.ts"

const Paid = Schema.Struct({ answer: Schema.Literals(["paid", "declined"]) })
const Refunded = Schema.Struct({ answer: Schema.Literal("refunded") })

/** Has the payment service do something. If that fails, the runtime tries again with the same key until it succeeds. */
const payments = <Answer>(url: string, deed: string, schema: Schema.Codec<{ readonly answer: Answer }>) =>
  Effect.fn(deed)(function* (order: string, { key }: { readonly key: string }) {
    yield* Effect.annotateCurrentSpan({ order })
    const answer = yield* ask("POST", `${url}/payments`, { deed, key, order })
    return (yield* Schema.decodeUnknownEffect(schema)(answer)).answer
  })

/** Parcels of orders whose number ends in 3 are refused. */
const ship = Effect.fn("ship")(function* (order: string, { key }: { readonly key: string }) {
  yield* Effect.annotateCurrentSpan({ order })
  const sql = yield* Database
  const answer = order.endsWith("3") ? ("refused" as const) : ("shipped" as const)
  yield* sql`INSERT INTO shipments ${sql.insert({ key, order_number: order, answer })} ON CONFLICT DO NOTHING`
  return answer
})

const openNode = Effect.fnUntraced(function* ({ database, nodes, urls }: Words) {
  const storage = Postgres.layer({ url: Redacted.make(database), name: "orders1", lockTimeout: "20 seconds" })
  const activities = {
    charge: payments(urls.payment, "charge", Paid),
    refund: payments(urls.payment, "refund", Refunded),
    ship,
  }
  const options = { self: "orders1", nodes, timers: { retry: ["400 millis", "600 millis"] }, activities } as const
  const layers = yield* Layer.build(Layer.merge(storage, Tcp.layerWith(sockets)))
  return yield* OrderSagaOrders.open(options).pipe(Effect.provide(layers))
})

/** How an order ended and that others must hear of it: one transaction. */
const finish = Effect.fnUntraced(function* (order: string, outcome: "placed" | "cancelled") {
  const sql = yield* Database
  const begin = Effect.gen(function* () {
    const fresh = yield* sql`
      UPDATE orders SET outcome = ${outcome}, finished_at = clock_timestamp()
      WHERE order_number = ${order} AND outcome IS NULL RETURNING order_number`
    if (fresh.length > 0) yield* note(outcome, order)
  })
  yield* sql.withTransaction(begin)
})

/** Has the protocol lead an order to its end. The protocol takes the same order twice for one. */
const lead = (node: NodeOf<OrderSagaOrders>, order: string) =>
  node.place(order).pipe(
    Effect.retry({ schedule: Schedule.spaced("200 millis"), while: ({ _tag }) => _tag !== "Stopped" }),
    Effect.flatMap((outcome) => finish(order, outcome)),
    Effect.withSpan("order", { attributes: { order } }),
  )

const numberPattern = /^[a-z0-9-]{1,40}$/

const demandNumber = (name: string): Effect.Effect<string, Refused> =>
  numberPattern.test(name)
    ? Effect.succeed(name)
    : new Refused({
        ...{ status: 400, code: "wrong-number", reason: `"${name}" is no number of an order` },
        fix: "PUT /orders/<number> with 1 to 40 small letters, digits and hyphens",
      })

/** An order is taken when its row is there; who asks twice has ordered once. */
const take =
  (begin: (order: string) => Effect.Effect<unknown, never, Database>): Answering<Database> =>
  ({ name }) =>
    Effect.gen(function* () {
      const sql = yield* Database
      const order = yield* demandNumber(name)
      const fresh = yield* sql`
        INSERT INTO orders (order_number) VALUES (${order}) ON CONFLICT DO NOTHING RETURNING order_number`
      if (fresh.length > 0) yield* begin(order)
      return { status: 202, body: { order } } satisfies Reply
    })

const show: Answering<Database> = ({ name }) =>
  Effect.gen(function* () {
    const sql = yield* Database
    const order = yield* demandNumber(name)
    const [row] = yield* sql<{ outcome: string | null }>`SELECT outcome FROM orders WHERE order_number = ${order}`
    if (row !== undefined) return { status: 200, body: { order, outcome: row.outcome } } satisfies Reply
    const reason = `there is no order ${order}`
    return yield* new Refused({ status: 404, code: "unknown-order", reason, fix: "PUT /orders/<number> places one" })
  })

const count = Effect.fnUntraced(function* (events: readonly Event[]) {
  const sql = yield* Database
  yield* sql`
    UPDATE till SET paid = paid + ${countOf(events, "paid")}, refunded = refunded + ${countOf(events, "refunded")}`
})

runService("orders", (words) =>
  Effect.gen(function* () {
    const sql = yield* Database
    const node = yield* openNode(words)
    const leading = yield* FiberSet.make<unknown, SqlError | CallError>()
    const begin = (order: string) => FiberSet.run(leading, lead(node, order))
    const open = yield* sql<Event>`SELECT order_number FROM orders WHERE outcome IS NULL`
    for (const { order_number } of open) yield* begin(order_number)
    return {
      routes: { "PUT /orders": take(begin), "GET /orders": show, "POST /events": hear(count) },
      work: Effect.raceAll([node.ended, FiberSet.join(leading), deliverForEver("orders", words.urls.inventory)]),
    }
  }),
)
