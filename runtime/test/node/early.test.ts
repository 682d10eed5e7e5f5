import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { expect, test } from "vitest"
import * as Node from "../../src/node/index.ts"
import { spec } from "../../src/spec.ts"
import { MemoryStorage, Storage, type StorageService } from "../../src/storage/index.ts"
import { MemoryTransport } from "../../src/transport/index.ts"
import { libraryOf } from "../fixtures/library.ts"

interface Teller {
  readonly told: number
  readonly heard: readonly string[]
}

const { role, send, early } = spec<{
  state: Teller
  message: { type: "Said"; words: string }
  calls: { tell(words: string): null; late(words: string): null; both(words: string): null; learn(words: string): null }
}>()

const said = (words: string) => ({ type: "Said", words }) as const

/** Tells its peer at once, after the sync, both in turn, or at once and without anything durable. */
const teller = role({
  initial: { told: 0, heard: [] },
  durable: ["told"],
  views: { heard: (node) => node.heard },
  calls: {
    tell: (node, words, { peers }) => [
      { ...node, told: node.told + 1 },
      ...peers.map((peer) => early(send(peer, said(words)))),
    ],
    late: (node, words, { peers }) => [
      { ...node, told: node.told + 1 },
      ...peers.map((peer) => send(peer, said(words))),
    ],
    both: (node, words, { peers }) => [
      { ...node, told: node.told + 1 },
      ...peers.flatMap((peer) => [send(peer, said(`${words}, late`)), early(send(peer, said(`${words}, early`)))]),
    ],
    learn: (node, words, { peers }) => [node, ...peers.map((peer) => early(send(peer, said(words))))],
  },
  on: { Said: (node, { words }) => ({ ...node, heard: [...node.heard, words] }) },
})

const memory = Effect.suspend(() => Layer.build(MemoryStorage.layer())).pipe(
  Effect.map((context) => Context.get(context, Storage)),
)

type Call = readonly [name: "tell" | "late" | "both" | "learn", words: string]

const messagesOf = ([name, words]: Call): readonly string[] =>
  name === "both" ? [`${words}, late`, `${words}, early`] : [words]

const library = libraryOf("teller", { tellers: teller })
const tellers = { t1: "t1", t2: "t2" }

/** What t2 hears of calls that t1 takes in one batch: so many messages while its disk is busy, and all once it has synced. */
const heardOf = (calls: readonly Call[], early: number) =>
  Effect.gen(function* () {
    const network = MemoryTransport.makeNetwork()
    const synced = yield* Deferred.make<undefined>()
    const isBusy = { ...(yield* memory), append: () => Deferred.await(synced) }
    const open = (self: string, storage: StorageService) =>
      Node.openNode({ library, role: "tellers", self, nodes: { tellers }, limits: { drain: 0 } }).pipe(
        Effect.provideService(Storage, storage),
        Effect.provide(MemoryTransport.layer(network)),
      )
    const t1 = yield* open("t1", isBusy)
    const t2 = yield* open("t2", yield* memory)
    const heard = Effect.map(t2.view("heard").get, (words) => words as readonly string[])
    const heardAll = (count: number) =>
      Effect.repeat(Effect.andThen(Effect.sleep("5 millis"), heard), { until: ({ length }) => length >= count })
    for (const [name, words] of calls) yield* Effect.forkChild(Effect.ignore(t1.call(name, words)))
    yield* heardAll(early)
    yield* Effect.sleep("20 millis")
    const before = yield* heard
    yield* Deferred.succeed(synced, undefined)
    return [before, yield* heardAll(calls.flatMap(messagesOf).length)]
  }).pipe(Effect.scoped, Effect.runPromise)

test("an early message does not wait for the sync of its step", async () => {
  expect(await heardOf([["tell", "a"]], 1)).toEqual([["a"], ["a"]])
  expect(await heardOf([["late", "a"]], 0)).toEqual([[], ["a"]])
})

test("it waits where a step before it is not durable", async () => {
  const calls: readonly Call[] = [
    ["tell", "a"],
    ["tell", "b"],
    ["learn", "c"],
  ]
  const [before, after] = await heardOf(calls, 1)
  expect(before).toEqual(["a"])
  expect(after).toEqual(["a", "b", "c"])
})

test("it leaves with others that change nothing durable", async () => {
  const calls: readonly Call[] = [
    ["learn", "a"],
    ["tell", "b"],
  ]
  const [before] = await heardOf(calls, 2)
  expect(before).toEqual(["a", "b"])
})

test("it overtakes nothing that its node has sent before", async () => {
  expect(await heardOf([["both", "a"]], 0)).toEqual([[], ["a, late", "a, early"]])
})
