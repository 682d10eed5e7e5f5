import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as TestClock from "effect/testing/TestClock"
import { expect, test } from "vitest"
import * as Node from "../../src/node/index.ts"
import { exposition } from "../../src/observe/prometheus.ts"
import { spec } from "../../src/spec.ts"
import { MemoryStorage } from "../../src/storage/index.ts"
import { MemoryTransport } from "../../src/transport/index.ts"
import { libraryOf } from "../fixtures/library.ts"
import { ownRegistries } from "../observe/ledgers.ts"

interface Telling {
  readonly heard: number
}

const { role, broadcast, reply } = spec<{
  state: Telling
  message: { type: "Told"; text: string }
  calls: { tell(length: number): null }
}>()

/** Tells the others texts of any length. */
const teller = role({
  initial: { heard: 0 },
  views: { heard: (node) => node.heard },
  calls: {
    tell: (node, length, { call }) => [node, reply(call, null), broadcast({ type: "Told", text: "x".repeat(length) })],
  },
  on: { Told: (node, { text }) => ({ heard: node.heard + text.length }) },
})

const library = libraryOf("telling", { teller })

const open = (network: MemoryTransport.MemoryNetwork) =>
  Effect.forEach(["t1", "t2"], (self) =>
    Node.openNode({ library, role: "teller", self, nodes: { teller: { t1: "t1", t2: "t2" } } }).pipe(
      Effect.provide(Layer.merge(MemoryStorage.layer(), MemoryTransport.layer(network))),
    ),
  )

test("a message that is too large is lost and told of, and breaks nobody down", async () => {
  const lines: string[] = []
  const logger = Logger.make(({ logLevel, message }) => void lines.push(`${logLevel} ${String(message)}`))
  const program = Effect.gen(function* () {
    const [first, second] = yield* open(MemoryTransport.makeNetwork())
    if (first === undefined || second === undefined) throw new Error("there are two")
    yield* TestClock.adjust("1 second")
    for (const length of [3, 2 ** 20, 2 ** 20, 4]) yield* first.call("tell", length)
    yield* TestClock.adjust("1 second")
    expect(yield* second.view("heard").get).toBe(7)
    expect(yield* exposition).toMatch(/lockstep_messages_lost_total\{[^}]*node="t1"[^}]*\} 2\n/)
  })
  const layers = Layer.mergeAll(TestClock.layer(), ownRegistries, Logger.layer([logger]))
  await Effect.runPromise(Effect.scoped(program).pipe(Effect.provide(layers)))
  const errors = lines.filter((line) => line.startsWith("Error"))
  expect(errors).toEqual(["Error t1 cannot send a Told for t2: a string of 1048601 bytes is longer than 1048576"])
})
