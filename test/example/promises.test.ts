import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import { afterAll, beforeAll, expect, test } from "vitest"
import { readPromises } from "../../examples/order-service/launcher/promises.ts"
import { makeTables } from "../../examples/order-service/launcher/tables.ts"
import { Database, databaseOf, type InDatabase } from "../../examples/order-service/services/database.ts"
import { type PostgresServer, startPostgres } from "../servers/postgres.ts"

let server: PostgresServer
const run = <Answer>(effect: InDatabase<Answer>): Promise<Answer> =>
  Effect.runPromise(Effect.provide(effect, databaseOf(server.url, "public")))

/** One order that went well, one that was declined, one whose parcel was refused. */
const books = `
  INSERT INTO orders.orders (order_number, outcome) VALUES ('o1', 'placed'), ('o7', 'cancelled'), ('o3', 'cancelled');
  INSERT INTO payment.payments VALUES
    ('charge', 'o1', 'o1', 'paid'), ('charge', 'o7', 'o7', 'declined'),
    ('charge', 'o3', 'o3', 'paid'), ('refund', 'o3', 'o3', 'refunded');
  INSERT INTO orders.shipments VALUES ('o1', 'o1', 'shipped'), ('o3', 'o3', 'refused');
  INSERT INTO payment.outbox (kind, order_number) VALUES ('paid', 'o1'), ('declined', 'o7'), ('paid', 'o3'), ('refunded', 'o3');
  INSERT INTO orders.outbox (kind, order_number) VALUES ('placed', 'o1'), ('cancelled', 'o7'), ('cancelled', 'o3');
  INSERT INTO orders.inbox SELECT 'payment', id, kind, order_number FROM payment.outbox;
  INSERT INTO inventory.inbox SELECT 'orders', id, kind, order_number FROM orders.outbox;
  UPDATE orders.till SET paid = 2, refunded = 1;
  UPDATE inventory.shelf SET sold = 1`

beforeAll(async () => {
  server = await startPostgres()
  await run(makeTables)
  await run(
    Effect.gen(function* () {
      const sql = yield* Database
      for (const statement of books.split(";")) yield* sql.unsafe(statement)
    }),
  )
})
afterAll(() => server[Symbol.asyncDispose]())

class Undone extends Data.TaggedError("Undone")<{ readonly broken: readonly string[] }> {}

/** What is broken after a statement, which is then undone. */
const brokenAfter = (statement: string): Promise<readonly string[]> =>
  run(
    Effect.gen(function* () {
      const sql = yield* Database
      const tried = Effect.gen(function* () {
        yield* sql.unsafe(statement)
        const promises = yield* readPromises(1)
        return yield* new Undone({ broken: promises.filter(({ broken }) => broken > 0).map(({ name }) => name) })
      })
      return yield* sql.withTransaction(tried).pipe(
        Effect.flip,
        Effect.flatMap((failure) =>
          failure._tag === "Undone" ? Effect.succeed(failure.broken) : Effect.fail(failure),
        ),
      )
    }),
  )

const mischief: readonly (readonly [promise: string, what: string, statement: string])[] = [
  ["chargedOnce", "a second charge", "INSERT INTO payment.payments VALUES ('charge', 'again', 'o1', 'paid')"],
  ["chargedOnce", "a second refund", "INSERT INTO payment.payments VALUES ('refund', 'again', 'o3', 'refunded')"],
  ["refundsPayments", "a refund of nothing", "INSERT INTO payment.payments VALUES ('refund', 'o7', 'o7', 'refunded')"],
  ["placedIsWhole", "no payment", "DELETE FROM payment.payments WHERE order_number = 'o1'"],
  ["placedIsWhole", "no parcel", "DELETE FROM orders.shipments WHERE order_number = 'o1'"],
  ["placedIsWhole", "money back", "INSERT INTO payment.payments VALUES ('refund', 'o1', 'o1', 'refunded')"],
  ["cancelledIsNothing", "no refund", "DELETE FROM payment.payments WHERE deed = 'refund'"],
  ["cancelledIsNothing", "a parcel", "UPDATE orders.shipments SET answer = 'shipped'"],
  ["neverOversold", "one more than there is", "UPDATE orders.orders SET outcome = 'placed'"],
  ["eventsCountOnce", "a sale counted twice", "UPDATE inventory.shelf SET sold = sold + 1"],
  ["eventsCountOnce", "a payment counted twice", "UPDATE orders.till SET paid = paid + 1"],
  ["eventsCountOnce", "a refund forgotten", "UPDATE orders.till SET refunded = 0"],
  ["eventsCountOnce", "an event that nobody sent", "INSERT INTO orders.inbox VALUES ('payment', 99, 'declined', 'o1')"],
  ["everythingEnds", "an open order", "INSERT INTO orders.orders (order_number) VALUES ('o2')"],
  ["everythingIsHeard", "an event on its way", "INSERT INTO payment.outbox (kind, order_number) VALUES ('paid', 'o1')"],
]

test("books that are in order break no promise", async () => {
  expect(await brokenAfter("SELECT 1")).toEqual([])
})

test.each(mischief)("%s is broken by %s", async (promise, _, statement) => {
  expect(await brokenAfter(statement)).toContain(promise)
})

test("every promise can be broken", async () => {
  const names = (await run(readPromises(1))).map(({ name }) => name)
  expect([...new Set(mischief.map(([promise]) => promise))].sort()).toEqual([...names].sort())
})
