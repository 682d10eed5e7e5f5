import {
  type AnyDefinition,
  type AnyPlace,
  type AnyState,
  afterCrash,
  type Call,
  earlyOf,
  type Effect,
  effects,
  handlerName,
  type Input,
  initialState,
  List,
  type NodeId,
  type Outcome,
  readResult,
  recipients,
  runningTimers,
  Set as SetOf,
  type Situation,
  step,
} from "@lockstep/language"
import { describe, expect, test } from "vitest"

/** The boundary where a name becomes a node or a call, as an engine makes it. */
const node = (name: string) => name as NodeId
const call = (name: string) => name as Call

const place: AnyPlace = {
  self: node("s1"),
  peers: [node("s2"), node("s3")],
  nodes: { server: [node("s1"), node("s2"), node("s3")], client: [node("c1")] },
}
const situation: Situation = { place, now: 7, pick: (candidates) => candidates[0] as (typeof candidates)[number] }

const before: AnyState = { term: 1, leader: null }

describe("what a handler returns", () => {
  test("may be a state alone", () => {
    const state = { term: 2, leader: null }
    expect(readResult(before, state)).toEqual({ kind: "outcome", state, effects: [], ignored: false })
  })

  test("may be a state with effects, and what stands for none is left out", () => {
    const restart = effects.restart("election")
    const outcome = readResult(before, [before, false, restart, null])
    expect(outcome).toEqual({ kind: "outcome", state: before, effects: [restart], ignored: false })
  })

  test("is ignored only as the very state without effects", () => {
    expect(readResult(before, before)).toMatchObject({ ignored: true })
    expect(readResult(before, [before, false, null])).toMatchObject({ ignored: true })
    expect(readResult(before, { ...before })).toMatchObject({ ignored: false })
    expect(readResult(before, [before, effects.restart("election")])).toMatchObject({ ignored: false })
  })

  test.for([
    [undefined, "returned nothing where a state was due"],
    [null, "returned null where a state was due"],
    [true, "returned a boolean where a state was due"],
    [[], "returned nothing where a state was due"],
    [[[before]], "returned an array where a state was due"],
    [[Promise.resolve(before)], "returned a promise where a state was due"],
  ] as const)("is no state: %j", ([returned, reason]) => {
    expect(readResult(before, returned)).toMatchObject({ kind: "fault", code: "not-a-state", reason })
  })

  test("must have the fields of the role, no more and no less", () => {
    const surplus = { ...before, trem: 2 }
    expect(readResult(before, surplus)).toMatchObject({
      code: "surplus-field",
      reason: 'returned a state with a field "trem" that the role does not have',
    })
    expect(readResult(before, [{ term: 1 }])).toMatchObject({
      code: "missing-field",
      reason: 'returned a state without the field "leader"',
    })
  })

  test.for([
    [effects.send("n1" as NodeId, undefined as never), "send"],
    [effects.send("n1" as NodeId, "Vote" as never), "send"],
    [effects.early(effects.broadcast({} as never)), "broadcast"],
    [effects.broadcast(null as never), "broadcast"],
    [effects.emit({ type: 1 } as never), "emit"],
  ] as const)("takes to others what has no type: %j", ([effect, kind]) => {
    const reason = `asked to ${kind} something that has no \`type\``
    expect(readResult(before, [before, effect])).toMatchObject({ kind: "fault", code: "not-an-effect", reason })
  })

  test.for([
    [effects.perform("charge", 7 as never, 5), "perform charge under a key"],
    [effects.perform("charge", undefined as never, 5), "perform charge under a key"],
    [effects.reject("c1" as never, null as never), "reject a call for a reason"],
  ] as const)("has no text where there must be one: %j", ([effect, what]) => {
    const reason = `asked to ${what} that is no text`
    expect(readResult(before, [before, effect])).toMatchObject({ kind: "fault", code: "not-an-effect", reason })
  })

  test.for([[3], ["send"], [true], [undefined], [{ kind: "sent" }], [[effects.restart("x")]]])(
    "is no effect: %j",
    ([wrong]) => {
      expect(readResult(before, [before, wrong])).toMatchObject({ kind: "fault", code: "not-an-effect" })
    },
  )

  test("is no state when it is a promise, an effect or a collection", () => {
    for (const returned of [Promise.resolve(before), effects.restart("x"), List.of(before), SetOf.of(1)])
      expect(readResult(before, returned)).toMatchObject({ kind: "fault" })
  })
})

/** A role that answers every kind of input with a state that shows what its handler was given. */
const seen = (state: AnyState, given: unknown, context: object): AnyState => ({ ...state, given, context })
const echo: AnyDefinition = {
  initial: { given: null, context: null },
  on: { Ping: seen },
  timers: { beat: { while: () => true, fire: (state, context) => seen(state, "fired", context) } },
  calls: { read: seen },
  results: { charge: seen },
  recover: (state, context) => seen(state, "recovered", context),
}
const start: AnyState = { given: null, context: null }
const known = { self: "s1", peers: ["s2", "s3"], now: 7 }

describe("a step", () => {
  test.for<readonly [name: string, input: Input, given: unknown, besides: object]>([
    ["on.Ping", { kind: "message", from: node("s2"), message: { type: "Ping" } }, { type: "Ping" }, { from: "s2" }],
    ["timers.beat.fire", { kind: "timer", timer: "beat" }, "fired", {}],
    ["calls.read", { kind: "call", name: "read", argument: 5, call: call("c1.1") }, 5, { call: "c1.1" }],
    [
      "results.charge",
      { kind: "result", activity: "charge", key: "k", request: 9, result: "paid" },
      "paid",
      { request: 9, key: "k" },
    ],
    ["recover", { kind: "recover" }, "recovered", {}],
  ])("of %s gives the handler its input and its surroundings", ([name, input, given, besides]) => {
    expect(handlerName(input)).toBe(name)
    const outcome = step(echo, start, input, situation)
    expect(outcome).toMatchObject({ state: { given, context: { ...known, ...besides } } })
  })

  test("without a handler is a fault, but for start and recovery", () => {
    const bare: AnyDefinition = { initial: start }
    expect(step(bare, start, { kind: "timer", timer: "beat" }, situation)).toMatchObject({
      code: "no-handler",
      reason: "has no handler timers.beat.fire",
    })
    expect(step(bare, start, { kind: "start" }, situation)).toMatchObject({ state: start, ignored: true })
    expect(step(bare, start, { kind: "recover" }, situation)).toMatchObject({ state: start, ignored: true })
  })

  test("does not take what every object inherits for a handler", () => {
    const inherited: Input = { kind: "message", from: node("s2"), message: { type: "toString" } }
    expect(step(echo, start, inherited, situation)).toMatchObject({ code: "no-handler" })
    expect(recipients({ kind: "broadcast", message: { type: "toString" } }, { server: echo }, place)).toEqual([])
    expect(readResult({ term: 1 }, { term: 1, toString: 1 })).toMatchObject({ code: "surplus-field" })
    expect(readResult({ toString: 1 }, {})).toMatchObject({ code: "missing-field" })
  })
})

describe("a crash", () => {
  const role: AnyDefinition = {
    initial: ({ self }) => ({ name: self, term: 0, votes: SetOf.of() }),
    durable: ["term"],
  }

  test("leaves what is durable, and all else as in the beginning", () => {
    const crashed = afterCrash(role, place, { name: "changed", term: 5, votes: SetOf.of("s2") })
    expect(crashed).toEqual({ name: "s1", term: 5, votes: SetOf.of() })
  })

  test("leaves nothing where nothing is durable", () => {
    expect(afterCrash({ initial: before }, place, { term: 5, leader: "s2" })).toEqual(before)
  })

  test("in the middle of a step leaves the early messages, unless the node only begins", () => {
    const early = effects.early(effects.broadcast({ type: "Ping" }))
    const asked = [early, effects.send(node("s2"), { type: "Ping" }), effects.restart("beat")]
    const outcome: Outcome = { kind: "outcome", state: before, effects: asked, ignored: false }
    expect(earlyOf({ kind: "timer", timer: "beat" }, outcome)).toEqual([early])
    expect(earlyOf({ kind: "start" }, outcome)).toEqual([])
    expect(earlyOf({ kind: "recover" }, outcome)).toEqual([])
  })

  test("begins a role with the state for its place, or with the one state of all", () => {
    expect(initialState(role, place)).toEqual({ name: "s1", term: 0, votes: SetOf.of() })
    expect(initialState({ initial: before }, place)).toBe(before)
  })
})

describe("timers", () => {
  test("run while their condition holds, of the state, the place and the clock", () => {
    const fire = (state: AnyState) => state
    const role: AnyDefinition = {
      initial: before,
      timers: {
        election: { while: (state) => state["leader"] === null, fire },
        lease: { while: (_, { now }) => now >= 5, fire },
        alone: { while: (_, { peers }) => peers.length === 0, fire },
      },
    }
    expect(runningTimers(role, before, place, 7)).toEqual(["election", "lease"])
    expect(runningTimers(role, { term: 1, leader: "s2" }, place, 4)).toEqual([])
    expect(runningTimers({ initial: before }, before, place, 7)).toEqual([])
  })
})

describe("the recipients", () => {
  const deaf: AnyDefinition = { initial: before }
  const roles = { server: echo, client: deaf }
  const ping = { type: "Ping" }

  test("of a send are the one node, even the sender itself", () => {
    expect(recipients({ kind: "send", to: node("c1"), message: ping }, roles, place)).toEqual(["c1"])
    expect(recipients({ kind: "send", to: node("s1"), message: ping }, roles, place)).toEqual(["s1"])
  })

  test("of a broadcast are all other nodes of the roles that hear it", () => {
    expect(recipients({ kind: "broadcast", message: ping }, roles, place)).toEqual(["s2", "s3"])
    expect(recipients({ kind: "broadcast", message: ping }, { server: echo, client: echo }, place)).toEqual([
      "s2",
      "s3",
      "c1",
    ])
    expect(recipients({ kind: "broadcast", message: { type: "Pong" } }, roles, place)).toEqual([])
  })
})

test("every effect that can be built is one that a result may hold", () => {
  const all: readonly Effect[] = [
    effects.send(node("s2"), { type: "Ping" }),
    effects.broadcast({ type: "Ping" }),
    effects.restart("beat"),
    effects.reply(call("c1.1"), 5),
    effects.reject(call("c1.1"), "busy"),
    effects.perform("charge", "k", 9),
    effects.emit({ type: "Won" }),
  ]
  const { early: _, ...made } = effects
  expect(Object.keys(made)).toEqual(all.map((effect) => effect.kind))
  expect(readResult(before, [before, ...all])).toMatchObject({ kind: "outcome", effects: all })
})
