import * as Schema from "effect/Schema"

/** The processes of the shop. Each has a schema of the same name in the database, and reads no other's. */
export const names = ["orders", "inventory", "payment"] as const
export type Name = (typeof names)[number]

/** What a process is told when it starts, as JSON in its only argument. Addresses of others are as this process sees them. */
export const Words = Schema.Struct({
  database: Schema.String,
  /** The directory for what a process keeps outside of the database. */
  data: Schema.String,
  /** Where it answers its own API. */
  port: Schema.Number,
  /** Where it answers `/metrics` and `/health`. */
  watchPort: Schema.Number,
  /** The nodes of the protocol, by role. */
  nodes: Schema.Struct({
    orders: Schema.Record(Schema.String, Schema.String),
    inventory: Schema.Record(Schema.String, Schema.String),
  }),
  /** The APIs of the others. */
  urls: Schema.Struct({ orders: Schema.String, inventory: Schema.String, payment: Schema.String }),
  /** Whoever collects spans. */
  collector: Schema.String,
  /** How many pieces there are for sale. */
  stock: Schema.Number,
})
export type Words = typeof Words.Type

/** Something that has happened in one service and matters to another. */
export const Event = Schema.Struct({
  id: Schema.Number,
  kind: Schema.Literals(["paid", "declined", "refunded", "placed", "cancelled"]),
  order_number: Schema.String,
})
export type Event = typeof Event.Type

/** Events of one sender. */
export const Events = Schema.Struct({ sender: Schema.Literals(names), events: Schema.NonEmptyArray(Event) })
