import { effects, model, type NodeId, protocol, spec, type Tagged } from "@lockstep/language"
import { expect, test } from "vitest"
import { check } from "../../src/index.ts"
import { calm, type Counter } from "./counter.ts"

type Handler = (node: Counter) => unknown

/** A one-node protocol whose timer runs `fire` twice in good health, and then as given. */
const counting = (fire: Handler, initial = calm) => {
  const { role } = spec<{ state: Counter; timer: "tick" }>()
  const counter = role({
    initial,
    timers: {
      tick: {
        while: () => true,
        fire: (node) => (node.count < 2 ? { ...node, count: node.count + 1 } : (fire(node) as Counter)),
      },
    },
  })
  return model(protocol({ roles: { counter } }), { nodes: { counter: 1 } })
}

/** The boundary where an event carries what the types of the language do not allow. */
const event = (more: object): Tagged => ({ type: "Counted", ...more })

/** A record that holds itself. */
const endlessRecord = (): Counter => {
  const record = { count: 1, seen: [] as unknown[] }
  record.seen.push(record)
  return record as unknown as Counter
}

const faultOf = async (fire: Handler) => {
  const report = await check(counting(fire), { handlerMillis: 1_000 })
  expect(report.verdict).toBe("faulty")
  return report.fault
}

let outside = 0

test.each<[string, string, Handler]>([
  [
    "throws",
    "threw",
    () => {
      throw new Error("no such luck")
    },
  ],
  [
    "never ends",
    "endless",
    () => {
      for (;;) outside++
    },
  ],
  ["returns nothing", "not-a-state", () => undefined],
  ["returns a number", "not-a-state", () => 3],
  ["misspells a field", "surplus-field", (node) => ({ ...node, cuont: 1 })],
  ["forgets a field", "missing-field", () => ({ count: 1 })],
  ["returns something that is no effect", "not-an-effect", (node) => [node, "send"]],
  ["performs under a number", "not-an-effect", (node) => [node, effects.perform("charge", 7 as never, 1)]],
  ["tells undefined", "unsupported-value", (node) => [node, effects.emit(event({ by: undefined }))]],
  ["tells a function", "unsupported-value", (node) => [node, effects.emit(event({ by: () => 1 }))]],
  ["keeps a float", "unsupported-value", (node) => ({ ...node, count: 0.5 })],
  ["keeps a function", "unsupported-value", (node) => ({ ...node, seen: () => 1 })],
  ["keeps undefined", "unsupported-value", (node) => ({ ...node, seen: undefined })],
  ["keeps a date", "unsupported-value", (node) => ({ ...node, seen: new Date(0) })],
  ["keeps a field under a symbol", "unsupported-value", (node) => ({ ...node, count: 9, [Symbol("more")]: 1 })],
  ["keeps a field beside items", "unsupported-value", (node) => ({ ...node, seen: Object.assign([1], { more: 2 }) })],
  [
    "keeps a field that is not enumerable",
    "unsupported-value",
    (node) => Object.defineProperty({ ...node, count: 9 }, "more", { value: 1 }),
  ],
  ["keeps what holds itself", "unsupported-value", endlessRecord],
  ["looks at the outside", "impure", (node) => ({ ...node, count: outside++ })],
  [
    "writes to its input",
    "wrote-input",
    (node) => {
      ;(node as { count: number }).count = 7
      return node
    },
  ],
  [
    "writes deep into its input",
    "wrote-input",
    (node) => {
      ;(node.seen as number[]).push(1)
      return node
    },
  ],
])("a handler that %s is named, with the way that led there", async (_what, code, fire) => {
  const fault = await faultOf(fire)
  expect(fault).toMatchObject({ code, handler: "counter.timers.tick.fire" })
  expect(fault?.fix).not.toBe("")
  expect(fault?.trace?.steps).toHaveLength(2)
})

test("what throws for a handler is placed at the handler's own line", async () => {
  const { role } = spec<{ state: Counter; timer: "tick" }>()
  const fire = (node: Counter, { pick }: { readonly pick: (from: readonly number[]) => number }): Counter => ({
    ...node,
    count: pick([]),
  })
  const counter = role({ initial: calm, timers: { tick: { while: () => true, fire } } })
  const report = await check(model(protocol({ roles: { counter } }), { nodes: { counter: 1 } }))
  expect(report.fault).toMatchObject({ code: "threw", handler: "counter.timers.tick.fire" })
  expect(report.fault?.reason).toMatch(/^pick needs at least one candidate at \/.*\/handlers\.test\.ts:\d+:\d+$/)
})

test("an unknown receiver is named", async () => {
  const { role, send } = spec<{ state: Counter; message: { type: "Ping" }; timer: "tick" }>()
  const counter = role({
    initial: calm,
    timers: { tick: { while: () => true, fire: (node) => [node, send("nobody" as NodeId<"node">, { type: "Ping" })] } },
    on: { Ping: (node) => node },
  })
  const report = await check(model(protocol({ roles: { counter } }), { nodes: { counter: 2 } }))
  expect(report.fault).toMatchObject({ code: "unknown-node", handler: "counter.timers.tick.fire" })
})

/** A one-node protocol with parts that look at the outside. */
const restless = (initial: () => Counter, runs: () => boolean) => {
  const { role } = spec<{ state: Counter; timer: "tick" }>()
  const counter = role({ initial, timers: { tick: { while: runs, fire: (node) => node } } })
  return model(protocol({ roles: { counter } }), { nodes: { counter: 1 } })
}

test.each<[string, string, () => unknown]>([
  [
    "an initial state",
    "counter.initial",
    () =>
      restless(
        () => ({ count: outside++, seen: [] }),
        () => true,
      ),
  ],
  [
    "a timer's condition",
    "counter.timers",
    () =>
      restless(
        () => calm,
        () => outside++ % 2 === 0,
      ),
  ],
])("%s that looks at the outside is named", async (_what, handler, given) => {
  const report = await check(given() as ReturnType<typeof restless>)
  expect(report.fault).toMatchObject({ code: "impure", handler })
})

test.each([
  ["a list", [1]],
  ["a Date", new Date(0)],
  ["nothing", undefined],
])("an initial state that is no record is told so: %s", async (_what, state) => {
  const report = await check(
    restless(
      () => state as unknown as Counter,
      () => false,
    ),
  )
  expect(report.fault).toMatchObject({ code: "not-a-state", handler: "counter.initial" })
})
