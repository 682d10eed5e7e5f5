import { algorithm, effects, List, model, type NodeId, protocol, Set, spec, type Tagged } from "@lockstep/language"
import { expect, test } from "vitest"
import { check } from "../src/index.ts"

interface Counter {
  readonly count: number
  readonly seen: readonly number[]
}

type Handler = (node: Counter) => unknown

/** A one-node protocol whose timer runs `fire` twice in good health, and then as given. */
const counting = (fire: Handler, initial: Counter = { count: 0, seen: [] }) => {
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
  const counter = role({ initial: { count: 0, seen: [] }, timers: { tick: { while: () => true, fire } } })
  const report = await check(model(protocol({ roles: { counter } }), { nodes: { counter: 1 } }))
  expect(report.fault).toMatchObject({ code: "threw", handler: "counter.timers.tick.fire" })
  expect(report.fault?.reason).toMatch(/^pick needs at least one candidate at \/.*\/trouble\.test\.ts:\d+:\d+$/)
})

test("an action that writes to a variable is told to build a new value, and one that throws what an action gives back", async () => {
  const faultOfAction = async (up: (state: { n: number }) => { n: number }) =>
    (await check(algorithm<{ n: number }>({ initial: [{ n: 0 }], actions: { up } }))).fault
  const writes = await faultOfAction((state) => {
    state.n += 1
    return state
  })
  expect(writes).toMatchObject({ code: "wrote-input", fix: expect.stringContaining("{ ...state, field }") })
  const throws = await faultOfAction(() => {
    throw new Error("full")
  })
  expect(throws).toMatchObject({ code: "threw", fix: expect.stringContaining("an action with `false`") })
})

test("a variable under a symbol is said to be no data", async () => {
  const more = { [Symbol("more")]: 1 }
  const reason = "gave a value: a record that also has Symbol(more) is no data"
  const initial = [{ n: 0 }]
  for (const one of [{ initial: [{ n: 0, ...more }] }, { initial, actions: { up: () => more } }]) {
    const { fault } = await check(algorithm<{ n: number }>({ actions: {}, ...one }))
    expect(fault).toMatchObject({ code: "unsupported-value", reason })
  }
})

test("an unknown receiver is named", async () => {
  const { role, send } = spec<{ state: Counter; message: { type: "Ping" }; timer: "tick" }>()
  const counter = role({
    initial: { count: 0, seen: [] },
    timers: { tick: { while: () => true, fire: (node) => [node, send("nobody" as NodeId<"node">, { type: "Ping" })] } },
    on: { Ping: (node) => node },
  })
  const report = await check(model(protocol({ roles: { counter } }), { nodes: { counter: 2 } }))
  expect(report.fault).toMatchObject({ code: "unknown-node", handler: "counter.timers.tick.fire" })
})

class Moved {
  readonly count = 1
}

test.each<[string, unknown]>([
  ["a List", List.of({ count: 1 })],
  ["a Set", [Set.of({ count: 1 })]],
  ["a Promise", Promise.resolve({ count: 1 })],
  ["an Iterator", [{ count: 1 }].values()],
  ["a Moved", new Moved()],
  ["an array", [[{ count: 1 }]]],
  ["null", [null]],
  ["nothing", undefined],
  ["a boolean", true],
])("an action that returns %s where variables change is told so", async (what, returned) => {
  const report = await check(
    algorithm<{ count: number }>({ initial: [{ count: 0 }], actions: { up: () => returned as { count: number } } }),
  )
  expect(report).toMatchObject({ verdict: "faulty", fault: { code: "not-a-state", handler: "up" } })
  expect(report.fault?.reason).toBe(`returned ${what} where the changed variables were due`)
  expect(report.fault?.fix).toContain("an array of such records")
})

test("an action whose record cannot be read is told so", async () => {
  const closed = {
    get count(): number {
      throw new Error("closed")
    },
  }
  const report = await check(algorithm<{ count: number }>({ initial: [{ count: 0 }], actions: { up: () => closed } }))
  expect(report.fault).toMatchObject({ code: "threw", handler: "up" })
})

test("a property that gives neither true nor false is told so", async () => {
  const late = (async () => true) as unknown as () => boolean
  const report = await check(algorithm<{ count: number }>({ initial: [{ count: 0 }], actions: {}, always: { late } }))
  expect(report.fault).toMatchObject({
    code: "not-a-state",
    handler: "late",
    reason: "gave a Promise where true or false was due",
    fix: "give `true` or `false`",
  })
})

/** A one-node protocol with parts that look at the outside. */
const restless = (initial: () => Counter, runs: () => boolean) => {
  const { role } = spec<{ state: Counter; timer: "tick" }>()
  const counter = role({ initial, timers: { tick: { while: runs, fire: (node) => node } } })
  return model(protocol({ roles: { counter } }), { nodes: { counter: 1 } })
}

const calm = (): Counter => ({ count: 0, seen: [] })

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
  ["a timer's condition", "counter.timers", () => restless(calm, () => outside++ % 2 === 0)],
])("%s that looks at the outside is named", async (_what, handler, given) => {
  const report = await check(given() as ReturnType<typeof restless>)
  expect(report.fault).toMatchObject({ code: "impure", handler })
})

test("so is one of a property, a bound or a map, in the first state that differs", async () => {
  const up = { up: ({ count }: { readonly count: number }) => count < 9 && { count: count + 1 } }
  const initial = [{ count: 0 }]
  const flickers = ({ count }: { readonly count: number }) => count < 5 || outside++ % 2 === 0
  const machine = algorithm<{ count: number }>({ initial, actions: up })
  const impure = [
    { always: { flickers } },
    { step: { flickers } },
    { reachable: { flickers: (state: { readonly count: number }) => state.count > 0 && !flickers(state) } },
    { within: flickers },
    {
      refines: {
        flickers: { machine, map: (state: { readonly count: number }) => (flickers(state) ? state : initial[0]) },
      },
    },
  ]
  for (const properties of impure) {
    const report = await check(algorithm<{ count: number }>({ initial, actions: up, ...properties } as never))
    expect(report.fault).toMatchObject({ code: "impure" })
  }
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

interface Spot {
  readonly x: number
  readonly y: number
}

const throwsAt = ({ x, y }: Spot): boolean => {
  if (x === 2 && y === 1) throw new Error("here")
  return true
}
const hangsAt = ({ x, y }: Spot): boolean => {
  while (x === 2 && y === 1) outside++
  return true
}

test.each<[string, string, object]>([
  ["a property", "threw", { always: { here: throwsAt } }],
  ["a goal", "threw", { reachable: { here: (spot: Spot) => !throwsAt(spot) } }],
  ["a bound", "threw", { within: throwsAt }],
  ["a property of steps", "threw", { step: { here: (_: Spot, after: Spot) => throwsAt(after) } }],
  ["a property that never ends", "endless", { always: { here: hangsAt } }],
])(
  "the way leads to the state at which %s fails, however many are looked at together",
  async (_what, code, properties) => {
    const field = algorithm<Spot>({
      initial: [{ x: 0, y: 0 }],
      actions: { right: ({ x }) => x < 5 && { x: x + 1 }, up: ({ y }) => y < 5 && { y: y + 1 } },
      ...properties,
    })
    for (const workers of [1, 2]) {
      const { fault } = await check(field, { workers, handlerMillis: 1_000 })
      expect(fault?.code).toBe(code)
      expect(fault?.trace?.steps).toHaveLength(3)
      expect(fault?.trace?.steps.at(-1)?.after.map(({ value }) => value)).toEqual([2, 1])
    }
  },
)

test("many slow evaluations are no endless one", async () => {
  const slow = (): boolean => {
    const until = performance.now() + 10
    while (performance.now() < until);
    return true
  }
  const tree = algorithm<{ n: number }>({
    initial: [{ n: 1 }],
    actions: { left: ({ n }) => n < 128 && { n: 2 * n }, right: ({ n }) => n < 128 && { n: 2 * n + 1 } },
    always: { slow: ({ n }) => n > 0 && slow() },
  })
  const report = await check(tree, { workers: 1, handlerMillis: 800 })
  expect(report).toMatchObject({ verdict: "verified", states: 255 })
})

test("of many slow evaluations for a few states none is said to have no end", async () => {
  const slow = (): false => {
    const until = performance.now() + 20
    while (performance.now() < until);
    return false
  }
  const { fault } = await check(
    algorithm<{ n: number }>({
      initial: [{ n: 1 }],
      actions: Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`a${at}`, slow])),
    }),
    { handlerMillis: 300 },
  )
  // Between two of them nobody is at work, and the model is told instead.
  expect(fault).toMatchObject({
    code: "endless",
    reason: expect.stringMatching(/^(came last of what )?takes more than 300 ms for a few states$/),
    fix: expect.stringContaining("let less happen in one state"),
  })
})

test("two properties of one name are refused", async () => {
  const report = await check(
    algorithm<{ count: number }>({
      initial: [{ count: 0 }],
      actions: {},
      always: { same: () => true },
      reachable: { same: () => true },
    }),
  )
  expect(report.fault).toMatchObject({ code: "bad-model", handler: "same" })
})

const { role: editorRole, reply } = spec<{ state: Counter; calls: { undo(steps: number): null } }>()

/** An editor that clients call as `calls` say. */
const editing = (calls: readonly (readonly unknown[])[], initial: unknown = null) =>
  model(
    protocol({
      roles: {
        editor: editorRole({
          initial: { count: 0, seen: [] },
          calls: { undo: (node, _, { call }) => [node, reply(call, null)] },
        }),
      },
    }),
    {
      nodes: { editor: 1 },
      clients: [{ of: "editor", calls: [["undo", 1], ...(calls as never)] }],
      activities: { save: { initial, perform: () => [] } } as never,
    },
  )

test.each([
  ["a call with half a step", editing([["undo", 0.5]]), "clients", "gave .undo: 0.5 is no safe integer"],
  ["a service that begins with a date", editing([], new Date(0)), "activities", "gave .save: a Date is no plain data"],
])("a model with %s is refused", async (_what, given, handler, reason) => {
  const report = await check(given)
  expect(report).toMatchObject({ verdict: "faulty", fault: { code: "unsupported-value", handler } })
  expect(report.fault?.reason).toContain(reason)
})

const { role: savingRole, perform } = spec<{
  state: Counter
  timer: "save"
  activities: { save(count: number): number }
}>()

/** An editor that saves once, to a service that works as given. */
const saving = (work: () => unknown) =>
  model(
    protocol({
      roles: {
        editor: savingRole({
          initial: calm(),
          timers: {
            save: {
              while: ({ count }) => count === 0,
              fire: (node) => [{ ...node, count: 1 }, perform("save", "once", 1)],
            },
          },
          results: { save: (node, count) => ({ ...node, count: 1 + count }) },
        }),
      },
    }),
    { nodes: { editor: 1 }, activities: { save: { initial: 0, perform: work as () => [[0, 1]] } } },
  )

test.each<[string, () => unknown, string, string]>([
  ["looks at the outside", () => [[0, outside++]], "impure", "gave two answers to the same request"],
  ["answers later", async () => [[0, 1]], "bad-model", "gave a Promise where"],
  ["gives one way alone", () => [0, 1], "bad-model", "where a list of `[state, answer]` was due"],
  ["forgets its state", () => [[1]], "bad-model", "where a list of `[state, answer]` was due"],
  ["answers with a date", () => [[0, new Date(0)]], "unsupported-value", "gave .answer: a Date"],
])("a service that %s is named", async (_what, work, code, reason) => {
  const report = await check(saving(work))
  expect(report.fault).toMatchObject({ code, handler: "activities.save" })
  expect(report.fault?.reason).toContain(reason)
})
