import { consistencies } from "@lockstep/judge"
import type { Clocks, Crashes, Network } from "@lockstep/language"
import fc from "fast-check"
import type { ClientPlan, Look, ProtocolPlan, RolePlan, Table } from "./protocols.ts"
import type { Reaction, Wish } from "./reactions.ts"

const often = <Value>(common: Value, others: fc.Arbitrary<Value>, weight = 3): fc.Arbitrary<Value> =>
  fc.oneof({ withCrossShrink: true }, { weight, arbitrary: fc.constant(common) }, { weight: 1, arbitrary: others })
const list = <Value>(arbitrary: fc.Arbitrary<Value>, minLength: number, maxLength: number) =>
  fc.array(arbitrary, { minLength, maxLength, size: "max" })

const bit = fc.nat({ max: 1 })
const number = bit
const type = bit

/** What may be asked for. Nodes that are named by their place would not be interchangeable. */
const wishes = (symmetric: boolean): fc.Arbitrary<Wish> => {
  const early = fc.boolean()
  const message = { type, number, call: fc.boolean(), early }
  const send: fc.Arbitrary<Wish> = fc.oneof(
    fc.record({ kind: fc.constantFrom("back", "peer", "all"), ...message }),
    ...(symmetric
      ? []
      : [fc.record({ kind: fc.constant("to" as const), role: bit, node: fc.nat({ max: 2 }), type, number, early })]),
  )
  const answer: fc.Arbitrary<Wish> = fc.record({
    kind: fc.constantFrom("reply", "reply", "reject"),
    which: fc.constantFrom("now", "held"),
    number,
  })
  const perform: fc.Arbitrary<Wish> = fc.record({
    kind: fc.constant("perform" as const),
    activity: bit,
    key: bit,
    number,
  })
  const event: fc.Arbitrary<Wish> = fc.record({ kind: fc.constantFrom("invoke", "return"), number })
  const nothing: fc.Arbitrary<Wish> = fc.record({ kind: fc.constantFrom("restart", "none", "null") })
  return fc.oneof(
    { weight: 6, arbitrary: send },
    { weight: 4, arbitrary: answer },
    { weight: 2, arbitrary: perform },
    { weight: 2, arbitrary: event },
    { weight: 1, arbitrary: nothing },
  )
}

const reactions = (symmetric: boolean): fc.Arbitrary<Reaction> =>
  fc.record({
    stage: fc.constantFrom(null, null, 0, 1, 2),
    saved: fc.constantFrom(null, null, 0, 1),
    adds: often<Reaction["adds"]>("nothing", fc.constantFrom("number", "clock", "clock", "pick", "picks"), 2),
    keeps: often<Reaction["keeps"]>(
      "nothing",
      fc.constantFrom("sender", "sender", "call", "call", "anyone", "token", "forgets"),
      1,
    ),
    copies: fc.boolean(),
    wishes: list(wishes(symmetric), 0, 2),
  })

const idle: Reaction = { stage: null, saved: null, adds: "nothing", keeps: "nothing", copies: false, wishes: [] }

const tables = (symmetric: boolean): fc.Arbitrary<Table> => list(list(often(idle, reactions(symmetric), 1), 2, 2), 3, 3)

/** A reaction to a call that mostly answers it, now or when another one comes. */
const answers: fc.Arbitrary<Reaction> = fc
  .tuple(reactions(false), fc.constantFrom("now", "now", "held"), number)
  .map(([reaction, which, value]) => ({
    ...reaction,
    ...(which === "held" && { keeps: "call" as const }),
    wishes: [{ kind: "reply" as const, which, number: value }, ...reaction.wishes.slice(0, 1)],
  }))

const rolePlans = (symmetric: boolean): fc.Arbitrary<RolePlan> => {
  const table = tables(symmetric)
  return fc.record({
    nodes: fc.integer({ min: 1, max: 3 }),
    hears: list(often(true, fc.boolean()), 2, 2),
    messages: list(table, 2, 2),
    timers: list(fc.record({ stages: fc.integer({ min: 1, max: 7 }), since: often(0, bit), table }), 0, 2),
    calls: list(table, 2, 2),
    results: list(table, 2, 2),
    start: often<Table | null>(null, table, 1),
    recover: often<Table | null>(null, table, 1),
    durable: fc.subarray(["stage", "saved", "friend", "held", "token"]),
    placed: fc.boolean(),
  })
}

const looks: fc.Arbitrary<Look> = fc.record({
  role: bit,
  stages: fc.integer({ min: 1, max: 7 }),
  saved: fc.constantFrom(null, 0, 1),
  count: fc.integer({ min: 1, max: 3 }),
  messages: fc.nat({ max: 2 }),
  around: often<Look["around"]>("nothing", fc.constantFrom("stopped", "waiting", "late", "world", "apart")),
})

const budget = often(0, fc.integer({ min: 1, max: 2 }), 1)
const networks: fc.Arbitrary<Network | null> = fc.oneof(
  fc.constant(null),
  fc.record({ kind: fc.constant("set" as const) }),
  fc.record({ kind: fc.constant("bag" as const), loss: budget, duplication: budget }),
  fc.record({ kind: fc.constant("fifo" as const), loss: budget, duplication: budget, reordering: budget }),
)

const crashes: fc.Arbitrary<Crashes<string>> = fc.record({
  budget: fc.integer({ min: 1, max: 2 }),
  afterwards: fc.constantFrom("restart", "restart", "stop"),
})

const clocks: fc.Arbitrary<Clocks> = fc.record({
  skew: fc.integer({ min: 1, max: 2 }),
  until: fc.integer({ min: 1, max: 2 }),
})

const clients = (symmetric: boolean): fc.Arbitrary<ClientPlan> =>
  fc.record({
    role: bit,
    at: symmetric ? fc.constant(null) : fc.constantFrom(null, 0, 1),
    calls: list(fc.tuple(bit, number), 1, 2),
    retries: often(0, fc.integer({ min: 1, max: 2 }), 1),
  })

const outcome = fc.tuple(fc.nat({ max: 2 }), bit)
const services = list(list(fc.uniqueArray(outcome, { minLength: 1, maxLength: 2, selector: String }), 3, 3), 2, 2)

const sometimes = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<readonly Value[]> =>
  often<readonly Value[]>([], list(arbitrary, 1, 1), 6)

const clientsFor = (symmetric: boolean) => fc.oneof(fc.constant([]), list(clients(symmetric), 1, 2))

type Askers = Pick<ProtocolPlan, "clients" | "observes">

/** Where clients are nodes there are no callers, and nodes that are clients are not interchangeable. */
const askers = (symmetric: boolean): fc.Arbitrary<Askers> => {
  const callers = clientsFor(symmetric).map((some): Askers => ({ observes: false, clients: some }))
  const observers = fc.constant<Askers>({ observes: true, clients: [] })
  return symmetric ? callers : fc.oneof({ weight: 4, arbitrary: callers }, { weight: 1, arbitrary: observers })
}

const plansFor = (symmetric: boolean): fc.Arbitrary<ProtocolPlan> =>
  fc
    .tuple(
      askers(symmetric),
      fc.record({
        names: bit,
        roles: list(rolePlans(symmetric), 1, 2),
        network: networks,
        crashes: often<Crashes<string> | null>(null, crashes, 1),
        crashingRole: fc.constantFrom(null, 0, 1),
        clocks: often<Clocks | null>(null, clocks, 1),
        services,
        history: often(null, fc.constantFrom(...consistencies), 1),
        always: sometimes(looks),
        never: sometimes(looks),
        reachable: list(looks, 0, 1),
        step: sometimes(fc.tuple(looks, looks)),
        within: often<Look | null>(null, looks),
        most: fc.integer({ min: 1, max: 4 }),
        ends: often<Look | null>(null, looks, 6),
        symmetric: fc.constant(symmetric),
      }),
    )
    .map(([askers, rest]) => ({ ...askers, ...rest }))

/** Two clients that are mostly answered, so that histories grow. */
const conversations: fc.Arbitrary<ProtocolPlan> = fc
  .tuple(
    plansFor(false),
    list(clients(false), 2, 2),
    list(list(list(answers, 2, 2), 3, 3), 2, 2),
    fc.constantFrom(...consistencies),
  )
  .map(([plan, some, calls, history]) => ({
    ...plan,
    observes: false,
    clients: some,
    history,
    roles: plan.roles.slice(0, 1).map((role) => ({ ...role, calls, timers: [], start: null })),
  }))

const one = fc.constantFrom(0, 1, 1)
/** Queues with several messages and every fault that can befall them. */
const queues: fc.Arbitrary<ProtocolPlan> = fc
  .tuple(plansFor(false), fc.record({ loss: one, duplication: one, reordering: one }), list(tables(false), 1, 2))
  .map(([plan, faults, [table = [], other = table]]) => ({
    ...plan,
    clients: [],
    clocks: null,
    network: { kind: "fifo", ...faults },
    most: 3,
    roles: plan.roles.map((role) => ({
      ...role,
      nodes: Math.min(role.nodes, 2),
      timers: [
        { stages: 5, since: 0, table },
        { stages: 3, since: 0, table: other },
      ],
    })),
  }))

/** Random protocols and their bounds. */
export const protocolPlans: fc.Arbitrary<ProtocolPlan> = fc.oneof(
  { weight: 3, arbitrary: plansFor(false) },
  { weight: 1, arbitrary: conversations },
  { weight: 1, arbitrary: queues },
)

/** Random protocols in which no node is told from another of its role. */
export const symmetricProtocolPlans: fc.Arbitrary<ProtocolPlan> = plansFor(true)
