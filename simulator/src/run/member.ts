import type { Follower } from "@lockstep/checker"
import type { AnyPlace, AnyState, RoleLibrary } from "@lockstep/runtime"
import { type SimulatedDisk, simulatedDisk } from "../node/disk.ts"
import type { Life, Step } from "../node/life.ts"

/** A message in the mailbox of a node. */
export interface Arrival {
  readonly from: string
  readonly frame: Uint8Array
  /** A copy of it is still on its way. */
  readonly stays: boolean
}

/** A step that nobody outside of the node has seen anything of yet. */
export interface Unseen extends Step {
  readonly arrival: Arrival | undefined
  readonly client: number | undefined
  readonly elapsedMillis: number
}

/** Something that the node has asked the application for. */
export interface Request {
  readonly activity: string
  readonly key: string
  readonly answer: (value: unknown) => void
}

/** What a step has said to a caller. */
export type Said =
  { readonly kind: "reply"; readonly value: unknown } | { readonly kind: "reject"; readonly reason: string }

/** A node of the simulated world: what stays when its process dies, and its process while it lives. */
export interface Member {
  readonly name: string
  readonly role: string
  readonly code: RoleLibrary
  readonly place: AnyPlace
  /** Whether it ever asks the application for something. */
  readonly asks: boolean
  readonly disk: SimulatedDisk
  life: Life | undefined
  lives: number
  version: number
  elapsedMillis: number
  nowMillis: number
  isPaused: boolean
  isStopped: boolean
  isDamaged: boolean
  isDiskBad: boolean
  hasLostPower: boolean
  /** Whether its disk holds a state at all. */
  hasBegun: boolean
  /** The state after the last step that was followed. */
  state: AnyState | undefined
  /** The same state, as the node has it and as the model does: what neither has changed since is not compared again. */
  agreed: { readonly own: AnyState; readonly model: AnyState } | undefined
  unseen: Unseen[]
  /** How many of the unseen steps are known to be durable. */
  kept: number
  /** The unseen steps of the life before: durable, or as if they had never been. */
  orphans: Unseen[]
  arrivals: Arrival[]
  /** What has arrived while the node was slow. */
  backlog: Arrival[]
  calling: { readonly name: string; readonly client: number }[]
  /** The calls of this life: the name that the world has for each, and the node's own. */
  readonly ids: Map<string, string>
  readonly names: Map<string, string>
  readonly said: Map<string, Said>
  readonly owed: Set<string>
  requests: Request[]
  /** What the node has sent before it was known how it began. */
  held: { readonly to: string; readonly frame: Uint8Array }[]
  /** What has left before the step that sent it was durable; after a crash, until it is known what that has left of the step. */
  early: { readonly to: string; readonly frame: Uint8Array }[]
  /** Whether its disk loses its power as soon as something has left early. */
  isDoomed: boolean
  /** Since when each timer runs. */
  readonly timers: Map<string, number>
  /** When that was last looked at. */
  timersSeenMillis: number
}

/** The boundary where a place of the model becomes one of the runtime: both name nodes alike. */
const placeOf = ({ place }: Follower["nodes"][number]): AnyPlace => place as unknown as AnyPlace

export const makeMember = (node: Follower["nodes"][number], code: RoleLibrary): Member => {
  const member: Member = {
    ...{
      name: node.id,
      role: node.roleName,
      code,
      place: placeOf(node),
      asks: Object.keys(code.activities).length > 0,
      life: undefined,
      lives: 0,
      version: 0,
      elapsedMillis: 0,
      nowMillis: 0,
    },
    ...{ isPaused: false, isStopped: false, isDamaged: false, isDiskBad: false, hasLostPower: false, hasBegun: false },
    ...{
      state: undefined,
      agreed: undefined,
      unseen: [],
      orphans: [],
      arrivals: [],
      backlog: [],
      calling: [],
      requests: [],
      held: [],
    },
    ...{ kept: 0, early: [], isDoomed: false },
    ...{ ids: new Map(), names: new Map(), said: new Map(), owed: new Set(), timers: new Map(), timersSeenMillis: 0 },
    disk: simulatedDisk(() => {
      member.hasLostPower = true
      member.life?.end()
    }),
  }
  return member
}

/** The process is gone, and what it knew. */
export const takeDown = (member: Member): void => {
  if (member.life !== undefined) member.elapsedMillis = member.life.clock.elapsedMillis()
  member.life?.end()
  member.life = undefined
  member.isPaused = false
  member.orphans = [...member.orphans, ...member.unseen]
  member.unseen = []
  member.kept = 0
  member.isDoomed = false
  member.arrivals = []
  member.backlog = []
  member.calling = []
  member.requests = []
  member.held = []
  for (const own of [member.ids, member.names, member.said, member.owed, member.timers]) own.clear()
}

/** Whether it takes part in anything. */
export const isUp = (member: Member): boolean => member.life?.isOpen() === true
