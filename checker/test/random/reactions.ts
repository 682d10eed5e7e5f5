import {
  type AnyContext,
  type AnyState,
  type Call,
  type Effect,
  effects,
  equal,
  type NodeId,
  type Sending,
} from "@lockstep/language"

/** One thing that a handler may ask for. `number` is the payload. */
export type Wish =
  | {
      readonly kind: "back" | "peer" | "all"
      readonly type: number
      readonly number: number
      readonly call: boolean
      readonly early: boolean
    }
  | {
      readonly kind: "to"
      readonly role: number
      readonly node: number
      readonly type: number
      readonly number: number
      readonly early: boolean
    }
  | { readonly kind: "reply" | "reject"; readonly which: "now" | "held"; readonly number: number }
  | { readonly kind: "perform"; readonly activity: number; readonly key: number; readonly number: number }
  | { readonly kind: "invoke" | "return"; readonly number: number }
  | { readonly kind: "restart" | "none" | "null" }

/** What a handler does in one case. */
export interface Reaction {
  readonly stage: number | null
  readonly saved: number | null
  /** Adds the input's number, the clock or a pick to the stage. */
  readonly adds: "nothing" | "number" | "clock" | "pick" | "picks"
  readonly keeps: "nothing" | "sender" | "call" | "anyone" | "token" | "forgets"
  /** Gives back a copy where it could give back the very state. */
  readonly copies: boolean
  /** Sends only when the stage has grown, so that it cannot send for ever. */
  readonly wishes: readonly Wish[]
}

/** Every role's state; `busy` says that an observed operation has begun. */
export interface State extends AnyState {
  readonly stage: number
  readonly saved: number
  readonly friend: NodeId | null
  readonly held: Call | null
  /** One of two interchangeable values. */
  readonly token: string | null
  readonly busy: boolean
}

const stages = 3

export const tokens = ["x", "y"] as const

/** What a handler is told, whatever its input is. */
export interface Told {
  readonly number: number
  readonly from: NodeId | null
  readonly call: Call | null
  /** A call and a value that came inside a message. */
  readonly carried: Call | null
  readonly token: string | null
}

const added = ({ adds }: Reaction, told: Told, { now, pick }: AnyContext): number => {
  switch (adds) {
    case "number":
      return told.number
    case "clock":
      return now
    case "pick":
      return pick([0, 1])
    case "picks":
      return pick([0, 2]) + pick([0, 1])
    default:
      return 0
  }
}

const friendAfter = (state: State, { keeps }: Reaction, told: Told, { peers, pick }: AnyContext): NodeId | null => {
  if (keeps === "sender") return told.from ?? state.friend
  if (keeps === "anyone" && peers.length > 0) return pick(peers)
  return keeps === "forgets" ? null : state.friend
}

const heldAfter = (state: State, { keeps }: Reaction, { call, carried }: Told): Call | null => {
  if (keeps === "call") return call ?? carried ?? state.held
  return keeps === "forgets" ? null : state.held
}

const tokenAfter = (state: State, { keeps }: Reaction, told: Told, { pick }: AnyContext): string | null => {
  if (keeps === "token") return told.token ?? pick(tokens)
  return keeps === "forgets" ? null : state.token
}

const stateAfter = (state: State, reaction: Reaction, told: Told, context: AnyContext): State => {
  const stage = ((reaction.stage ?? state.stage) + added(reaction, told, context)) % stages
  const friend = friendAfter(state, reaction, told, context)
  const held = heldAfter(state, reaction, told)
  const token = tokenAfter(state, reaction, told, context)
  const saved = reaction.saved ?? state.saved
  const after: State = { ...state, stage, friend, held, token, saved }
  return equal(after, state) && !reaction.copies ? state : after
}

/** Which roles hear which messages. */
export type Hearing = (role: string, type: string) => boolean

interface Scene {
  readonly state: State
  readonly told: Told
  readonly context: AnyContext
  readonly hears: Hearing
}

const roleOf = (node: NodeId, { context: { nodes } }: Scene): string =>
  Object.keys(nodes).find((role) => nodes[role]?.includes(node as never)) ?? ""

const messageOf = (type: number, number: number, call: Call | null, { state: { token } }: Scene) => ({
  type: `M${type}`,
  number,
  call,
  token,
})

const sendTo = (to: NodeId | null | undefined, type: number, number: number, call: Call | null, scene: Scene) => {
  const message = messageOf(type, number, call, scene)
  if (to === null || to === undefined || !scene.hears(roleOf(to, scene), message.type)) return false
  return effects.send(to, message)
}

const addressee = ({ nodes }: AnyContext, role: number, node: number): NodeId | undefined => {
  const all = Object.values(nodes)
  const some = all[role % all.length] ?? []
  return some[node % some.length]
}

const callFor = (which: "now" | "held", { state, told }: Scene): Call | null =>
  which === "now" ? (told.call ?? told.carried) : state.held

const sendingOf = (wish: Extract<Wish, { readonly early: boolean }>, scene: Scene): Sending | false => {
  const { state, told, context } = scene
  switch (wish.kind) {
    case "back":
      return sendTo(told.from, wish.type, wish.number, wish.call ? state.held : null, scene)
    case "peer":
      return sendTo(state.friend, wish.type, wish.number, wish.call ? state.held : null, scene)
    case "to":
      return sendTo(addressee(context, wish.role, wish.node), wish.type, wish.number, null, scene)
    case "all":
      return effects.broadcast({
        type: `M${wish.type}`,
        number: wish.number,
        call: wish.call ? state.held : null,
      } as never)
  }
}

const effectOf = (wish: Wish, scene: Scene): Effect | false | null => {
  switch (wish.kind) {
    case "back":
    case "peer":
    case "to":
    case "all": {
      const sending = sendingOf(wish, scene)
      return sending !== false && wish.early ? effects.early(sending) : sending
    }
    case "reply": {
      const call = callFor(wish.which, scene)
      return call !== null && effects.reply(call, wish.number + scene.state.saved)
    }
    case "reject": {
      const call = callFor(wish.which, scene)
      return call !== null && effects.reject(call, "no")
    }
    case "perform":
      return effects.perform(`act${wish.activity}`, `k${wish.key}`, wish.number)
    case "restart":
      return effects.restart("t0")
    case "null":
      return null
    default:
      return false
  }
}

/** Says that an observed operation begins or ends, when one can. */
const eventOf = (wish: Wish, busy: boolean): Effect | false => {
  if (wish.kind === "invoke" && !busy) return effects.emit({ type: "invoke", number: wish.number } as never)
  if (wish.kind === "return" && busy) return effects.emit({ type: "return", number: wish.number } as never)
  return false
}

/** Does what a reaction says. */
export const react = (
  before: State,
  reaction: Reaction,
  told: Told,
  context: AnyContext,
  hears: Hearing,
): State | readonly [State, ...(Effect | false | null)[]] => {
  let state = stateAfter(before, reaction, told, context)
  const asked: (Effect | false | null)[] = []
  for (const wish of reaction.wishes) {
    const event = eventOf(wish, state.busy)
    if (event !== false) state = { ...state, busy: wish.kind === "invoke" }
    asked.push(event || effectOf(wish, { state, told, context, hears }))
  }
  return asked.length === 0 ? state : [state, ...asked]
}
