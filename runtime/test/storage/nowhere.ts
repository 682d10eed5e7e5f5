import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Node from "../../src/node/index.ts"
import { MemoryStorage, Wal } from "../../src/storage/index.ts"
import * as Sqlite from "../../src/storage/sqlite.ts"
import { layer as traceIn } from "../../src/trace/index.ts"
import { MemoryTransport } from "../../src/transport/index.ts"
import { ledgerLibrary } from "../fixtures/ledger.ts"

const [what = "", place = ""] = process.argv.slice(2)
const [stored, recorded] = [
  { log: Wal.layer(place), SQLite: Sqlite.layer(join(place, "l1.sqlite")) }[what] ?? MemoryStorage.layer(),
  what === "trace" ? traceIn(place) : Layer.empty,
]
const transport = MemoryTransport.layer(MemoryTransport.makeNetwork())

/** Keeps a ledger, or what it records, in a place where nothing can be made, and says what comes of it. */
const program = Effect.gen(function* () {
  const node = yield* Node.openNode({
    ...{ library: ledgerLibrary, role: "ledger", self: "l1", nodes: { ledger: { l1: "l1" } } },
    ...{ timers: { tick: "1 second" }, activities: { charge: () => Effect.succeed("receipt") } },
  })
  yield* node.call("add", 1)
})
const said = Effect.match(Effect.provide(program, Layer.mergeAll(stored, recorded, transport)), {
  onSuccess: () => "it works",
  onFailure: (error) => `${error._tag}: ${error.message}`,
})
console.log(await Effect.runPromise(Effect.scoped(said)))
