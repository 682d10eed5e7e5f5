import {
  type AnyAlgorithm,
  type AnyModel,
  algorithm,
  each,
  external,
  model,
  type NodeId,
  opaque,
  protocol,
  roles,
  Set,
  spec,
} from "@lockstep/language"
import { expect, test } from "vitest"
import { check } from "../src/index.ts"

interface Runner {
  readonly at: number
  readonly boss: boolean
}

const running = spec<{ state: Runner; message: never; timer: "go" | "win"; activities: { ask(): boolean } }>()

type Wins = (self: string) => boolean

/** Both run, and then one may become the boss. */
const race = (wins: Wins, ask = false) =>
  protocol({
    roles: {
      runners: running.role({
        initial: { at: 0, boss: false },
        timers: {
          go: { while: ({ at }) => at < 1, fire: (node) => ({ ...node, at: node.at + 1 }) },
          win: {
            while: ({ at, boss }, { self }) => at === 1 && !boss && wins(self),
            fire: (node, { self }) => (ask ? [node, running.perform("ask", self, null)] : { ...node, boss: true }),
          },
        },
        results: { ask: (node, granted) => ({ ...node, boss: node.boss || granted }) },
      }),
    },
  })

type Runners = { readonly runners: readonly Runner[] }
const isDone = ({ runners }: Runners): boolean => runners.every(({ at }) => at === 1)
const two = { nodes: { runners: 2 } } as const
const alike: Wins = () => true

const choosing = (boss: "a" | "b") =>
  algorithm<{ readonly boss: "a" | "b" | null; readonly at: Set<string> }>({
    initial: [{ boss: null, at: Set.of() }],
    actions: {
      go: each(["a", "b"] as const, ({ at }, name: string) => !at.has(name) && { at: at.add(name) }),
      win: (state) => state.boss === null && state.at.has(boss) && { boss },
    },
    symmetry: [["a", "b"]],
  })

const hub = roles<{
  hub: { state: { known: Set<NodeId> }; hears: { workers: { type: "Join" } } }
  workers: { state: { joined: boolean }; timer: "join" }
  sink: { state: { first: NodeId | null }; hears: { hub: { type: "Know"; who: NodeId } } }
}>()

/** The hub tells the sink of everybody in the order of their names. */
const inOrder = protocol({
  roles: {
    hub: hub.role("hub", {
      initial: { known: Set.of() },
      on: {
        Join(node, _, { from, nodes: { sink } }) {
          const known = node.known.add(from)
          const news = sink.flatMap((to) => [...known].map((who) => hub.send(to, { type: "Know", who })))
          return [{ known }, ...(known.size === 2 ? news : [])]
        },
      },
    }),
    workers: hub.role("workers", {
      initial: { joined: false },
      timers: {
        join: {
          while: ({ joined }) => !joined,
          fire: (_, { nodes }) => [{ joined: true }, ...nodes.hub.map((to) => hub.send(to, { type: "Join" }))],
        },
      },
    }),
    sink: hub.role("sink", {
      initial: { first: null },
      on: { Know: (node, { who }) => (node.first === null ? { first: who } : node) },
    }),
  },
})

const holding = spec<{ state: { first: unknown }; message: never; calls: { put(value: unknown): null } }>()
const holder = protocol({
  roles: {
    holders: holding.role({
      initial: { first: null },
      calls: { put: ({ first }, value, { call }) => [{ first: first ?? value }, holding.reply(call, null)] },
    }),
  },
})

const interchangeable = { symmetry: { nodes: ["runners"] } } as const
const knows = external({ initial: 0, perform: (state: number, _: null, key) => [[state, key.endsWith("2")]] })

const specs: readonly (readonly [what: string, spec: AnyModel | AnyAlgorithm, blamed: string])[] = [
  [
    "a timer that asks for a name",
    model(
      race((self) => self.endsWith("2")),
      { ...two, ...interchangeable },
    ),
    "runners.timers.win.fire",
  ],
  ["an action that names a value", choosing("b"), "win"],
  [
    "messages that arrive in the order of names",
    model(inOrder, {
      nodes: { hub: 1, workers: 2, sink: 1 },
      network: { kind: "fifo" },
      symmetry: { nodes: ["workers"] },
    }),
    "hub.on.Join",
  ],
  [
    "a property that looks at the first",
    model(race(alike), {
      ...two,
      ...interchangeable,
      never: { late: ({ runners: [one, other] }: Runners) => one?.at === 0 && other?.at === 1 },
    }),
    "late",
  ],
  [
    "a step that looks at the first",
    model(race(alike), {
      ...two,
      ...interchangeable,
      step: { inTurn: ({ runners: [one] }: Runners, after: Runners) => one?.at === 1 || after.runners[1]?.at === 0 },
    }),
    "inTurn",
  ],
  [
    "a goal that looks at the first",
    model(race(alike), {
      ...two,
      ...interchangeable,
      reachable: { first: ({ runners: [one, other] }: Runners) => one?.at === 0 && other?.boss === true },
    }),
    "first",
  ],
  [
    "a bound that looks at the first",
    model(race(alike), { ...two, ...interchangeable, within: ({ runners: [one] }: Runners) => one?.at === 0 }),
    "within",
  ],
  [
    "a service that knows a node",
    model(race(alike, true), { ...two, ...interchangeable, activities: { ask: knows } }),
    "ask",
  ],
  [
    "clients that bring the values",
    model(holder, {
      nodes: { holders: 1 },
      clients: [{ of: "holders", calls: [["put", opaque("a")]] }],
      symmetry: { values: [["a", "b"]] },
    }),
    "symmetry",
  ],
]

test.each(specs)("%s is no symmetry", async (_what, spec, blamed) => {
  const code = blamed === "symmetry" ? "bad-model" : "orders-nodes"
  for (const exact of [false, true]) {
    const report = await check(spec, { workers: 1, exact })
    expect(report).toMatchObject({ verdict: "faulty", fault: { code, handler: blamed } })
  }
})

/** By Burnside's lemma: of three states of each, those of one change places with those of the other. */
test("what is alike is explored once for all orders", async () => {
  const done = { reachable: { done: isDone } }
  const all = await check(model(race(alike), { ...two, ...done }), { workers: 1 })
  const orbits = await check(model(race(alike), { ...two, ...done, ...interchangeable }), { workers: 1 })
  expect(all).toMatchObject({ verdict: "verified", states: 9 })
  expect(orbits).toMatchObject({ verdict: "verified", states: 6 })
})

const probing = spec<{
  state: { asked: boolean }
  message: never
  timer: "go"
  activities: { probe(who: NodeId): null }
}>()

/** Each asks for something about each of the others: what it waits for stands in the order of their names. */
test("what waits for services has no order that tells names apart", async () => {
  const probers = protocol({
    roles: {
      probers: probing.role({
        initial: { asked: false },
        timers: {
          go: {
            while: ({ asked }) => !asked,
            fire: (_, { peers }) => [{ asked: true }, ...peers.map((one) => probing.perform("probe", one, one))],
          },
        },
        results: { probe: (node) => node },
      }),
    },
  })
  const bounds = {
    nodes: { probers: 3 },
    activities: { probe: external({ initial: null, perform: (state: null, _: NodeId) => [[state, null]] }) },
  } as const
  const [all, orbits] = [
    await check(model(probers, bounds), { workers: 1 }),
    await check(model(probers, { ...bounds, symmetry: { nodes: ["probers"] } }), { workers: 1 }),
  ]
  const [ofOne, asOften] = [1 + 3 * 3, 1 + 3]
  expect(all).toMatchObject({ verdict: "verified", states: ofOne ** 3 })
  expect(orbits).toMatchObject({ verdict: "verified", states: (ofOne ** 3 + 3 * ofOne * asOften + 2 * ofOne) / 6 })
})

test("a spec that orders interchangeable nodes is refused", async () => {
  interface Leader {
    readonly leader: NodeId | null
  }
  const { role, broadcast } = spec<{ state: Leader; message: { type: "Hello" }; timer: "greet" }>()
  const least = role({
    initial: { leader: null },
    timers: { greet: { while: () => true, fire: (node) => [node, broadcast({ type: "Hello" })] } },
    on: { Hello: (node, _, { from, self }) => (from < self ? { leader: from } : node) },
  })
  const report = await check(
    model(protocol({ roles: { least } }), {
      nodes: { least: 2 },
      network: { kind: "set" },
      symmetry: { nodes: ["least"] },
    }),
  )
  expect(report.fault).toMatchObject({ code: "orders-nodes", handler: "least.on.Hello" })
})

test("a spec that orders six interchangeable nodes is refused, however late", async () => {
  const { role, broadcast } = roles<{
    metronome: { state: { beats: number }; timer: "beat" }
    runners: { state: { isFirst: boolean }; hears: { metronome: { type: "Go" } } }
  }>()
  const metronome = role("metronome", {
    initial: { beats: 0 },
    timers: {
      beat: {
        while: ({ beats }) => beats < 100,
        fire: ({ beats }) => [{ beats: beats + 1 }, beats === 99 && broadcast({ type: "Go" })],
      },
    },
  })
  const runners = role("runners", {
    initial: { isFirst: false },
    on: { Go: (_, __, { self, peers }) => ({ isFirst: peers.every((peer) => self < peer) }) },
  })
  const report = await check(
    model(protocol({ roles: { metronome, runners } }), {
      nodes: { metronome: 1, runners: 6 },
      symmetry: { nodes: ["runners"] },
    }),
  )
  expect(report.fault).toMatchObject({ code: "orders-nodes", handler: "runners.on.Go" })
  expect(report.handlerRuns).toBeLessThan(40_000)
})

test("a spec whose interchangeable nodes begin anew by their order is refused, and that beginning is named", async () => {
  const { role } = spec<{ state: { place: number }; timer: "move" }>()
  const ranked = role({
    initial: ({ self, peers }) => ({ place: peers.filter((peer) => peer < self).length }),
    timers: { move: { while: ({ place }) => place < 2, fire: ({ place }) => ({ place: place + 1 }) } },
  })
  const report = await check(
    model(protocol({ roles: { ranked } }), {
      nodes: { ranked: 2 },
      crashes: { budget: 1, afterwards: "restart" },
      symmetry: { nodes: ["ranked"] },
    }),
  )
  expect(report.fault).toMatchObject({ code: "orders-nodes", handler: "ranked.initial" })
})
