import {
  type AnyDefinition,
  type AnyState,
  afterCrash,
  type Effect,
  earlyOf,
  equal,
  type Input,
  initialState,
  recipients,
  runningTimers,
  type Situation,
  step,
} from "@lockstep/language"
import { encode, isPlain, kindOf } from "../../store/encode.ts"
import { demandTruth, guarded, reportFault, trouble } from "../trouble.ts"
import type { ClientEvent } from "./clients.ts"
import { misnamed } from "./misnamed.ts"
import type { NodeInfo } from "./nodes.ts"
import type { Setting } from "./setting.ts"

/** An activity that a node asked for and whose result it has not had. */
export interface PendingActivity {
  readonly activity: string
  readonly key: string
  readonly request: unknown
  /** What the service answered, in an array of one, once it has performed. */
  readonly answer: readonly unknown[]
}

/** The component of a node: all that is its own. */
export interface NodeState {
  readonly state: AnyState
  readonly clock: number
  readonly stopped: boolean
  readonly pending: readonly PendingActivity[]
}

export interface Delivery {
  readonly to: string
  readonly message: unknown
}

/** What one alternative of a step does, in values. */
export interface Reaction {
  readonly node: NodeState
  readonly sends: readonly Delivery[]
  /** What is out if the node crashes in the middle of the step. */
  readonly early: readonly Delivery[]
  readonly events: readonly ClientEvent[]
  readonly ignored: boolean
}

/** An alternative, everything that it asked for, and its handler once more, as it ran. */
export interface Rerun {
  readonly reaction: Reaction
  readonly effects: readonly Effect[]
  readonly again: () => void
}

/** Without their texts where that is enough; for what is no data, `encode` says where it stands. */
const sameContent = (left: unknown, right: unknown): boolean => {
  try {
    if (equal(left, right)) return true
  } catch {
    // Only data can be compared.
  }
  return encode(left) === encode(right)
}

const demandRecord = (name: string, state: AnyState | null | undefined): AnyState =>
  typeof state === "object" && state !== null && isPlain(state)
    ? state
    : trouble(
        "not-a-state",
        name,
        `gave ${kindOf(state)} where a state was due`,
        undefined,
        "give a record with every field of the state",
      )

/** Its timers, with conditions that say no more and no less than whether a timer runs. */
const withWatchedTimers = (roleName: string, role: AnyDefinition): AnyDefinition => ({
  ...role,
  timers: Object.fromEntries(
    Object.entries(role.timers ?? {}).map(([timer, definition]) => {
      const name = `${roleName}.timers.${timer}.while`
      const runs: typeof definition.while = (state, context) =>
        demandTruth(
          name,
          guarded(name, undefined, () => definition.while(state, context)),
        )
      return [timer, { ...definition, while: runs }]
    }),
  ),
})

/** What a step comes to where nothing is wrong with it. */
type Taken = Exclude<ReturnType<typeof step>, { readonly kind: "fault" }>

type React = (node: NodeInfo, before: NodeState, input: Input) => Reaction[]

export interface Reactions {
  readonly begin: (node: NodeInfo) => NodeState
  /** All alternatives of a step; `crash` first takes away what is not durable. */
  readonly react: React
  /** The same without a second run: who asks compares with what another node did. */
  readonly reactOnce: React
  /** All alternatives, each with what runs its handler once more. */
  readonly rerun: (node: NodeInfo, before: NodeState, input: Input) => readonly Rerun[]
  readonly timers: (node: NodeInfo, state: NodeState) => string[]
  readonly runs: () => number
}

const sameActivity = (left: PendingActivity, right: PendingActivity): boolean =>
  left.activity === right.activity && left.key === right.key

const addPending = (pending: readonly PendingActivity[], one: PendingActivity): readonly PendingActivity[] => {
  if (pending.some((other) => sameActivity(other, one))) return pending
  const name = ({ activity, key }: PendingActivity) => encode([activity, key])
  const at = pending.findIndex((other) => name(other) > name(one))
  return at === -1 ? [...pending, one] : pending.toSpliced(at, 0, one)
}

/** Pending activities in the order of their names and keys, whatever these have become. */
export const inOrder = (pending: readonly PendingActivity[]): readonly PendingActivity[] =>
  pending.length < 2 ? pending : pending.reduce(addPending, none)

const none: readonly never[] = []

/** What `flatMap` gives, for steps by the million. */
const joined = <Item, Part>(items: readonly Item[], partsOf: (item: Item) => readonly Part[]): readonly Part[] => {
  if (items.length === 0) return none
  const all: Part[] = []
  for (const item of items) for (const part of partsOf(item)) all.push(part)
  return all
}

/** Picks along a path, and the first beyond its end; `sizes` hears among how many. */
const pickAlong = (path: readonly number[], sizes: number[]): Situation["pick"] => {
  return (candidates) => {
    const items = [...candidates]
    const choice = path[sizes.length] ?? 0
    sizes.push(items.length)
    const item = items[choice]
    if (item === undefined) throw new Error("pick needs at least one candidate")
    return item
  }
}

/** Runs `run` once for every way its picks can go; the path is the same way once more. */
const everyChoice = <Value>(run: (pick: Situation["pick"], path: readonly number[]) => Value): Value[] => {
  const values: Value[] = []
  const path: number[] = []
  for (;;) {
    const sizes: number[] = []
    values.push(run(pickAlong(path, sizes), path.length === 0 ? none : [...path]))
    let at = sizes.length - 1
    while (at >= 0 && (path[at] ?? 0) + 1 >= (sizes[at] ?? 0)) at--
    if (at < 0) return values
    const next = (path[at] ?? 0) + 1
    while (path.length < at) path.push(0)
    path.length = at
    path.push(next)
  }
}

/** Runs handlers and reads what they gave back, with every rule checked. */
export const makeReactions = (
  { nodes, components, handlerOf, fleeting }: Setting,
  observe: ((event: Extract<Effect, { kind: "emit" }>["event"], node: NodeInfo) => ClientEvent | undefined) | undefined,
): Reactions => {
  const trusts = fleeting !== undefined
  const roles: { readonly [role: string]: AnyDefinition } = Object.fromEntries(
    nodes.map(({ roleName, role }) => [roleName, role]),
  )
  const watched = new Map(nodes.map(({ roleName, role }) => [role, withWatchedTimers(roleName, role)]))
  const known = new Set<string>(nodes.map(({ id }) => id))
  let runs = 0

  const deliveries = (node: NodeInfo, effect: Effect, name: string, input: Input): readonly Delivery[] => {
    if (effect.kind !== "send" && effect.kind !== "broadcast") return none
    return recipients(effect, roles, node.place).map((to) => {
      if (!known.has(to)) trouble("unknown-node", name, `sends to "${to}", which is no node of this model`, input)
      return { to, message: effect.message }
    })
  }

  const demandNamed = ({ role }: NodeInfo, effects: readonly Effect[], name: string, input: Input): void => {
    if (trusts) return
    for (const effect of effects) {
      const strange = misnamed(effect, role)
      if (strange !== undefined) trouble("not-an-effect", name, strange.reason, input, strange.fix)
      /** Of all that an effect carries, events alone are in no state: whether they are data, nobody else looks. */
      if (effect.kind === "emit") guarded(name, input, () => encode(effect.event))
    }
  }

  const clientEvents = (node: NodeInfo, effect: Effect): readonly ClientEvent[] => {
    if (effect.kind === "reply") return [{ kind: "reply", call: effect.call, value: effect.value }]
    if (effect.kind === "reject") return [{ kind: "reject", call: effect.call }]
    const observed = effect.kind === "emit" ? observe?.(effect.event, node) : undefined
    return observed === undefined ? none : [observed]
  }

  const pendingAfter = (before: NodeState, input: Input, effects: readonly Effect[]): readonly PendingActivity[] => {
    const kept =
      input.kind === "result"
        ? before.pending.filter((one) => one.activity !== input.activity || one.key !== input.key)
        : before.pending
    return effects.reduce((pending, effect) => {
      if (effect.kind !== "perform") return pending
      const { activity, key, request } = effect
      return addPending(pending, { activity, key, request, answer: [] })
    }, kept)
  }

  const crashed = (node: NodeInfo, before: NodeState): NodeState => ({
    ...before,
    state: afterCrash(node.role, node.place, before.state),
    pending: before.pending.map((one) => ({ ...one, answer: [] })),
  })

  const run = (node: NodeInfo, before: NodeState, input: Input, pick: Situation["pick"]): Taken => {
    const name = handlerOf(node, input)
    runs++
    const outcome = guarded(name, input, () =>
      step(node.role, before.state, input, { place: node.place, now: before.clock, pick }),
    )
    if (outcome.kind === "fault") return reportFault(node.roleName, input, outcome)
    demandNamed(node, outcome.effects, name, input)
    return outcome
  }

  const reactionOf = (node: NodeInfo, before: NodeState, input: Input, outcome: Taken): Reaction => {
    const name = handlerOf(node, input)
    const { state, effects } = outcome
    return {
      node: { ...before, state, pending: pendingAfter(before, input, effects) },
      sends: joined(effects, (effect) => deliveries(node, effect, name, input)),
      early: joined(earlyOf(input, outcome), (sending) => deliveries(node, sending, name, input)),
      events: joined(effects, (effect) => clientEvents(node, effect)),
      ignored: outcome.ignored,
    }
  }

  const all: React = (node, before, input) =>
    everyChoice((pick) => reactionOf(node, before, input, run(node, before, input, pick)))

  const checked: React = (node, before, input) => {
    const name = handlerOf(node, input)
    const first = all(node, before, input)
    if (trusts) return first
    const second = all(node, before, input)
    const same = guarded(name, input, () => sameContent(first, second))
    if (!same) trouble("impure", name, "gave two answers to the same state and input", input)
    return first
  }

  const reactWith =
    (run: React): React =>
    (node, before, input) => {
      if (input.kind !== "recover") return run(node, before, input)
      const rest = crashed(node, before)
      if (!trusts) guarded(`${node.roleName}.initial`, undefined, () => components.intern(rest))
      const crash: ClientEvent = { kind: "crash", node: node.id }
      return run(node, rest, input).map((one) => ({ ...one, ignored: false, events: [crash, ...one.events] }))
    }

  return {
    begin: (node) => {
      const name = `${node.roleName}.initial`
      const begin = (): NodeState => ({
        state: guarded(name, undefined, () => demandRecord(name, initialState(node.role, node.place))),
        clock: 0,
        stopped: false,
        pending: [],
      })
      const begun = begin()
      const intern = (one: NodeState) => guarded(name, undefined, () => components.intern(one))
      if (intern(begun) !== intern(begin())) trouble("impure", name, "gave two states to the same node")
      return begun
    },
    react: reactWith(checked),
    reactOnce: reactWith(all),
    rerun: (node, before, input) => {
      const rest = input.kind === "recover" ? crashed(node, before) : before
      return everyChoice((pick, path) => {
        const outcome = run(node, rest, input, pick)
        return {
          reaction: reactionOf(node, rest, input, outcome),
          effects: outcome.effects,
          again: () => void run(node, rest, input, pickAlong(path, [])),
        }
      })
    },
    timers: (node, { state, clock }) => {
      const name = `${node.roleName}.timers`
      const running = () =>
        guarded(name, undefined, () => runningTimers(watched.get(node.role) ?? node.role, state, node.place, clock))
      const first = running()
      if (!trusts && !equal(first, running())) trouble("impure", name, "run and do not run in the same state")
      return first
    },
    runs: () => runs,
  }
}
