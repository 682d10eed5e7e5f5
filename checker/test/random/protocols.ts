import type { Consistency } from "@lockstep/judge"
import {
  type AnyModel,
  type Clocks,
  type Crashes,
  type External,
  type Network,
  type NodeId,
  type Surroundings,
  sequentialObject,
} from "@lockstep/language"
import { type Hearing, type Reaction, react, type State, type Told, tokens } from "./reactions.ts"

/** What happens on an input, by the stage of the node and the number that comes with the input. */
export type Table = readonly (readonly Reaction[])[]

export interface RolePlan {
  readonly nodes: number
  readonly hears: readonly boolean[]
  readonly messages: readonly Table[]
  /** In which stages, given as bits, and from which time on a timer runs. */
  readonly timers: readonly { readonly stages: number; readonly since: number; readonly table: Table }[]
  readonly calls: readonly Table[]
  readonly results: readonly Table[]
  readonly start: Table | null
  readonly recover: Table | null
  readonly durable: readonly ("stage" | "saved" | "friend" | "held" | "token")[]
  readonly placed: boolean
}

/** A test of the nodes of one role and what surrounds them. */
export interface Look {
  readonly role: number
  readonly stages: number
  readonly saved: number | null
  readonly count: number
  readonly messages: number
  readonly around: "nothing" | "stopped" | "waiting" | "late" | "world" | "apart"
}

export interface ClientPlan {
  readonly role: number
  readonly at: number | null
  readonly calls: readonly (readonly [call: number, number: number])[]
  readonly retries: number
}

/** A random protocol and its bounds as tables. */
export interface ProtocolPlan {
  readonly names: number
  readonly roles: readonly RolePlan[]
  readonly network: Network | null
  readonly crashes: Crashes<string> | null
  readonly crashingRole: number | null
  readonly clocks: Clocks | null
  readonly clients: readonly ClientPlan[]
  /** For each activity and state of the world, what it may become and answer. */
  readonly services: readonly (readonly (readonly (readonly [number, number])[])[])[]
  readonly history: Consistency | null
  readonly observes: boolean
  readonly always: readonly Look[]
  readonly never: readonly Look[]
  readonly reachable: readonly Look[]
  readonly step: readonly (readonly [before: Look, after: Look])[]
  readonly within: Look | null
  readonly most: number
  readonly ends: Look | null
  readonly symmetric: boolean
}

const roleNames = [
  ["server", "worker"],
  ["member", "manager"],
] as const

const namesOf = ({ names, roles }: ProtocolPlan): readonly string[] =>
  (roleNames[names % 2] ?? roleNames[0]).slice(0, roles.length)

const hasBit = (bits: number, bit: number): boolean => (bits & (1 << bit)) !== 0
const numbered = <Plan, Result>(kind: string, plans: readonly Plan[], build: (plan: Plan, at: number) => Result) =>
  Object.fromEntries(plans.map((plan, at) => [`${kind}${at}`, build(plan, at)]))

type Given = { readonly number: number; readonly call: Told["call"]; readonly token: string | null }

const handlerOf = (table: Table, hears: Hearing, tell: (input: never, context: never) => Partial<Told>) => {
  const idle: Reaction = { stage: null, saved: null, adds: "nothing", keeps: "nothing", copies: false, wishes: [] }
  return (state: State, input: never, context: never) => {
    const told: Told = { number: 0, from: null, call: null, carried: null, token: null, ...tell(input, context) }
    return react(state, table[state.stage]?.[told.number % 2] ?? idle, told, context, hears)
  }
}

const initialOf = (plan: RolePlan) => {
  const state: State = { stage: 0, saved: 0, friend: null, held: null, token: null, busy: false }
  if (!plan.placed) return state
  return ({ self, peers }: { self: NodeId; peers: readonly NodeId[] }): State => ({
    ...state,
    friend: self,
    saved: peers.length % 2,
  })
}

/** Any handler may restart the first timer: so there is one. */
const unused = { t0: { while: () => false, fire: (state: State) => state } }

const definitionOf = (plan: RolePlan, hears: Hearing) => {
  const silent = (table: Table) => {
    const run = handlerOf(table, hears, () => ({}))
    return (state: State, context: never) => run(state, undefined as never, context)
  }
  return {
    initial: initialOf(plan),
    durable: [...plan.durable, "busy"],
    on: Object.fromEntries(
      plan.messages.flatMap((table, at) =>
        plan.hears[at] === true
          ? [
              [
                `M${at}`,
                handlerOf(table, hears, ({ number, call, token }: Given, { from }: { from: NodeId }) => ({
                  number,
                  from,
                  carried: call,
                  token,
                })),
              ],
            ]
          : [],
      ),
    ),
    timers: {
      ...unused,
      ...numbered("t", plan.timers, ({ stages: during, since, table }) => ({
        while: ({ stage }: State, { now }: { now: number }) => hasBit(during, stage) && now >= since,
        fire: silent(table),
      })),
    },
    calls: numbered("call", plan.calls, (table) =>
      handlerOf(table, hears, (number: number, { call }: { call: Told["call"] }) => ({ number, call })),
    ),
    results: numbered("act", plan.results, (table) => handlerOf(table, hears, (number: number) => ({ number }))),
    ...(plan.start !== null && { start: silent(plan.start) }),
    ...(plan.recover !== null && { recover: silent(plan.recover) }),
  }
}

type View = { readonly [role: string]: readonly State[] }
type Around = Surroundings<{ readonly [activity: string]: number }>

/** Who tells nodes apart by their names does not find them interchangeable. */
const surrounded = ({ around: what }: Look, around: Around, symmetric: boolean): boolean => {
  const clocks = Object.values(around.clocks).flat()
  switch (what) {
    case "stopped":
      return around.stopped.length > 0
    case "waiting":
      return around.calls.some(({ call, at }) => call !== "c1.1" && (symmetric || at.endsWith("1")))
    case "late":
      return clocks.some((clock) => clock > 0)
    case "apart":
      return Math.max(...clocks) > Math.min(...clocks)
    case "world":
      return Object.values(around.world).some((state) => state > 0)
    default:
      return true
  }
}

const sees =
  (plan: ProtocolPlan) =>
  (look: Look, view: View, around: Around): boolean => {
    const role = namesOf(plan)[look.role % plan.roles.length] ?? ""
    const matches = (view[role] ?? []).filter(
      ({ stage, saved }) => hasBit(look.stages, stage) && (look.saved === null || look.saved === saved),
    )
    return (
      matches.length >= look.count && around.network.length >= look.messages && surrounded(look, around, plan.symmetric)
    )
  }

const object = sequentialObject<number>({
  initial: 0,
  calls: {
    call0: (value, number: number) => [value, value + number],
    call1: (value, number: number) => [number, value],
  },
  reads: ["call0"],
})

const service = (table: ProtocolPlan["services"][number]): External<number, number, number> => ({
  initial: 0,
  perform: (state, request) => table[(state + request) % table.length] ?? [],
})

const propertiesOf = (plan: ProtocolPlan) => {
  const look = sees(plan)
  return {
    always: numbered("always", plan.always, (one) => (view: View, around: Around) => !look(one, view, around)),
    never: numbered("never", plan.never, (one) => (view: View, around: Around) => look(one, view, around)),
    reachable: numbered("reachable", plan.reachable, (one) => (view: View, around: Around) => look(one, view, around)),
    step: numbered(
      "step",
      plan.step,
      ([before, after]) =>
        (old: View, view: View, aroundOld: Around, around: Around) =>
          !(look(before, old, aroundOld) && look(after, view, around)),
    ),
  }
}

const observe = ({ type, number }: { type: string; number: number }) =>
  type === "invoke"
    ? ({ kind: "invoke", call: `call${number % 2}`, argument: number } as const)
    : ({ kind: "return", value: number } as const)

const boundsOf = (plan: ProtocolPlan) => {
  const look = sees(plan)
  const { within, ends, most } = plan
  return {
    within: (view: View, around: Around) =>
      around.network.length <= most && (within === null || !look(within, view, around)),
    ...(ends !== null && { ends: (view: View, around: Around) => !look(ends, view, around) }),
  }
}

/** The model that a plan describes; this is where it gains the types that tables cannot have. */
export const modelOf = (plan: ProtocolPlan): AnyModel => {
  const names = namesOf(plan)
  const { network, crashes, crashingRole, clocks, history } = plan
  const hears: Hearing = (role, type) => plan.roles[names.indexOf(role)]?.hears[Number(type.slice(1))] === true
  const roleAt = (at: number): string => names[at % names.length] ?? ""
  const built = {
    kind: "model",
    protocol: {
      kind: "protocol",
      roles: Object.fromEntries(
        plan.roles.map((role, at) => [names[at], { kind: "role", definition: definitionOf(role, hears) }]),
      ),
      never: propertiesOf(plan).never,
    },
    nodes: Object.fromEntries(plan.roles.map(({ nodes }, at) => [names[at], nodes])),
    ...(network !== null && { network }),
    ...(crashes !== null && {
      crashes: { ...crashes, ...(crashingRole !== null && { of: [roleAt(crashingRole)] }) },
    }),
    ...(clocks !== null && { clocks }),
    clients: plan.clients.map(({ role, at, calls, retries }) => ({
      of: roleAt(role),
      ...(at !== null && { at: at % (plan.roles[role % plan.roles.length]?.nodes ?? 1) }),
      calls: calls.map(([call, number]) => [`call${call}`, number]),
      retries,
    })),
    activities: numbered("act", plan.services, service),
    ...(plan.observes && { observe }),
    ...boundsOf(plan),
    ...propertiesOf(plan),
    never: {},
    ...(history !== null && { history: { clients: { kind: history, object } } }),
    ...(plan.symmetric && { symmetry: { nodes: names, values: [tokens] } }),
  }
  return built as unknown as AnyModel
}
