import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Tracer from "effect/Tracer"
import type * as Scope from "effect/Scope"
import { describe, expect, test } from "vitest"
import { Reader } from "../../src/codec/index.ts"
import { openNode } from "../../src/node/index.ts"
import { noteCodec } from "../../src/node/note.ts"
import { spec } from "../../src/spec.ts"
import { MemoryStorage } from "../../src/storage/index.ts"
import { Tcp } from "../../src/transport/index.ts"
import type { Call } from "../../src/value.ts"
import { libraryOf } from "../fixtures/library.ts"
import { freeAddresses } from "../node/cluster.ts"

interface Asker {
  readonly waiting: Call<number> | null
}

const { role, broadcast, send, reply } = spec<{
  state: Asker
  message: { type: "Ask" } | { type: "Answer" }
  calls: { ask(): number }
}>()

/** A call asks the others, and the first answer is its reply. */
const asker = role({
  initial: { waiting: null },
  calls: { ask: (_, __, { call }) => [{ waiting: call }, broadcast({ type: "Ask" })] },
  on: {
    Ask: (node, _, { from }) => [node, send(from, { type: "Answer" })],
    Answer: (node) => [{ waiting: null }, node.waiting !== null && reply(node.waiting, 1)],
  },
})
const library = libraryOf("asking", { askers: asker })

/** Keeps all spans that have ended. */
const keeping = () => {
  const spans: Tracer.Span[] = []
  const tracer = Tracer.make({
    span(options) {
      const span = new Tracer.NativeSpan(options)
      spans.push(span)
      return span
    },
  })
  return { spans, layer: Layer.succeed(Tracer.Tracer, tracer) }
}

const open = Effect.gen(function* () {
  const askers = yield* Effect.promise(freeAddresses)
  const nodes = yield* Effect.forEach(["n1", "n2", "n3"], (self) =>
    openNode({ library, role: "askers", self, nodes: { askers } }).pipe(
      Effect.provide(Layer.merge(Tcp.layer, MemoryStorage.layer())),
    ),
  )
  const [n1] = nodes
  if (n1 === undefined) throw new Error("there is no node")
  const isUp = Effect.map(n1.links, (links) => links.every(({ state }) => state === "up"))
  yield* Effect.sleep("5 millis").pipe(Effect.andThen(isUp), Effect.repeat({ until: (up) => up }))
  return n1
})

const run = <Answer>(program: Effect.Effect<Answer, unknown, Scope.Scope>, layer: Layer.Layer<never>) =>
  Effect.runPromise(Effect.scoped(program).pipe(Effect.provide(layer), Effect.timeout("20 seconds")))

const parentOf = (span: Tracer.Span): string | undefined => Option.getOrUndefined(span.parent)?.spanId

describe("spans", () => {
  test("cross the network with the messages of a call that has one", async () => {
    const { spans, layer } = keeping()
    await run(
      Effect.flatMap(open, (n1) => Effect.withSpan(n1.call("ask", null), "an order")),
      layer,
    )
    const [order] = spans.filter(({ name }) => name === "an order")
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([order?.traceId]))
    const called = spans.find(({ name }) => name === "lockstep.calls.ask")
    expect(called && parentOf(called)).toBe(order?.spanId)
    const asked = spans.filter(({ name }) => name === "lockstep.on.Ask")
    expect(asked.length).toBeGreaterThan(0)
    for (const span of asked) expect(parentOf(span)).toBe(called?.spanId)
    const [answer] = spans.filter(({ name }) => name === "lockstep.on.Answer")
    expect(asked.map(({ spanId }) => spanId)).toContain(answer && parentOf(answer))
    expect(spans.every(({ status }) => status._tag === "Ended" || status === order?.status)).toBe(true)
  })

  test("are not made for a call that has none", async () => {
    const { spans, layer } = keeping()
    await run(
      Effect.flatMap(open, (n1) => n1.call("ask", null)),
      layer,
    )
    expect(spans).toEqual([])
  })

  test("are not made for one that is not sampled", async () => {
    const { spans, layer } = keeping()
    const unsampled = Tracer.externalSpan({ traceId: "t", spanId: "s", sampled: false, annotations: Context.empty() })
    await run(
      Effect.flatMap(open, (n1) => Effect.withParentSpan(n1.call("ask", null), unsampled)),
      layer,
    )
    expect(spans).toEqual([])
  })
})

test("a note of a kind that is not known is refused", () => {
  const reader = new Reader()
  reader.begin(Uint8Array.of(9))
  expect(() => noteCodec.decode(reader)).toThrow()
})
