import { writeSync } from "node:fs"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Node from "../../src/node/index.ts"
import { Wal } from "../../src/storage/index.ts"
import { MemoryTransport } from "../../src/transport/index.ts"
import { ledgerLibrary } from "../fixtures/ledger.ts"

/** A ledger that says on its output what it has done. The crash test runs it as a process, and kills it. */
const [directory = "", life = "0"] = process.argv.slice(2)
const say = (...words: readonly unknown[]): void => void writeSync(1, `${words.join(" ")}\n`)

const charge: Node.Perform<never> = (_, { key }) =>
  Effect.sync(() => {
    say("performed", key)
    return key
  }).pipe(Effect.delay("1 millis"))

const live = Effect.gen(function* () {
  const layers = Layer.merge(
    Wal.layer(directory, { segmentBytes: 65_536 }),
    MemoryTransport.layer(MemoryTransport.makeNetwork()),
  )
  const context = yield* Layer.build(layers)
  const node = yield* Node.openNode({
    library: ledgerLibrary,
    role: "ledger",
    self: "l1",
    nodes: { ledger: { l1: "l1" } },
    timers: { tick: "10 millis" },
    activities: { charge },
    limits: { journalBytes: 5000 },
  }).pipe(Effect.provideContext(context))
  say("began", yield* node.call("total", null))
  yield* Effect.sleep("20 millis")
  say("paid", JSON.stringify(yield* node.view("paid").get))

  const add = Effect.forever(Effect.tap(node.call("add", 1), (total) => Effect.sync(() => say("added", total))))
  let keys = 0
  const pay = Effect.suspend(() => {
    const key = `k${life}.${++keys}`
    return Effect.tap(node.call("pay", key), () => Effect.sync(() => say("answered", key)))
  }).pipe(Effect.andThen(Effect.sleep("2 millis")), Effect.forever)
  if (life !== "last") yield* Effect.all([add, add, pay], { concurrency: "unbounded" })
})

await Effect.runPromise(Effect.scoped(live))
