/** The inventory service: its node of the protocol keeps what is reserved in a log on the disk, and the service what is sold in Postgres. */
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Tcp, Wal } from "@lockstep/runtime"
import { OrderSagaInventory } from "../../generated/order-saga/index.ts"
import { Database } from "./database.ts"
import { countOf, hear } from "./inbox.ts"
import { runService } from "./service.ts"
import { sockets } from "./node.ts"
import type { Event } from "./words.ts"

const sell = Effect.fnUntraced(function* (events: readonly Event[]) {
  const sql = yield* Database
  yield* sql`UPDATE shelf SET sold = sold + ${countOf(events, "placed")}`
})

runService("inventory", (words) =>
  Effect.gen(function* () {
    const layers = Layer.merge(Wal.layer(join(words.data, "inventory")), Tcp.layerWith(sockets))
    const node = yield* OrderSagaInventory.open({ self: "inventory1", nodes: words.nodes }).pipe(
      Effect.provideContext(yield* Layer.build(layers)),
    )
    /** Supplying nothing answers what there is; only what is missing is supplied, however often this process begins. */
    const stock = yield* node.supply(0)
    if (stock < words.stock) yield* node.supply(words.stock - stock)
    return { routes: { "POST /events": hear(sell) }, work: node.ended }
  }),
)
