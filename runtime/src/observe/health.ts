import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { NodeLabels } from "./metrics.ts"
import { inSightOf, type Outlook, type PeerView, type QuorumView } from "./watch.ts"

/** How a node is. */
export interface Health extends NodeLabels {
  /** `down` when it can do nothing: it has stopped, or needs a majority and sees none. `impaired` when something is wrong, and it works. */
  readonly status: "well" | "impaired" | "down"
  /** What is wrong, in sentences. */
  readonly reasons: readonly string[]
  readonly quorum: QuorumView
  readonly peers: readonly PeerView[]
  /** Peers that are out of reach. */
  readonly partitions: readonly string[]
  readonly waiting: { readonly inputs: number; readonly inputsLimit: number; readonly calls: number }
  /** What the protocol's views show, where that is a number or a boolean: how far a log is committed, how much a follower lacks. */
  readonly views: { readonly [view: string]: number | boolean }
}

/** What a judgement rests on. */
export interface Symptoms {
  readonly isRunning: boolean
  readonly outlook: Outlook
  readonly waiting: Health["waiting"]
  readonly views: Health["views"]
}

/** A peer that lags behind for longer is no mere hiccup. */
const tolerableLagSeconds = 5

/** As in the log: the reason is about the one that is refused. */
const refusalOf = (node: string, { peer, by, reason }: PeerView): string =>
  by === "us" ? `${node} refuses ${peer}: ${reason}` : `${peer} refuses ${node}: ${reason}`

const troubleWith = (node: string, view: PeerView): string | undefined => {
  const { peer, state, reason, by, lagSeconds } = view
  if (state === "refused" && by !== undefined) return refusalOf(node, view)
  if (state !== "up") return `${peer} is out of reach${reason === "" ? "" : `: ${reason}`}`
  if (lagSeconds > tolerableLagSeconds) return `${peer} has lagged behind for ${lagSeconds.toFixed(0)} s`
  return undefined
}

/** Says how a node is, and why. */
export const judgeHealth = (labels: NodeLabels, { isRunning, outlook, waiting, views }: Symptoms): Health => {
  const { peers, quorum } = outlook
  const fatal = [
    ...(isRunning ? [] : ["the node has stopped"]),
    ...(quorum.isReachable || !quorum.isNeeded ? [] : [`only ${inSightOf(quorum)}`]),
  ]
  const isFull = waiting.inputs >= waiting.inputsLimit
  const minor = [
    ...peers.map((peer) => troubleWith(labels.node, peer)).filter((reason) => reason !== undefined),
    ...(isFull ? ["the mailbox is full, and peers are held back"] : []),
  ]
  return {
    ...labels,
    status: fatal.length > 0 ? "down" : minor.length > 0 ? "impaired" : "well",
    reasons: [...fatal, ...minor],
    quorum,
    peers,
    partitions: peers.filter(({ state }) => state !== "up").map(({ peer }) => peer),
    waiting,
    views,
  }
}

/** The nodes that can be asked how they are: like the registry of metrics, one for all unless a context has its own. */
export const HealthRegistry = Context.Reference<Set<Effect.Effect<Health>>>("@lockstep/runtime/HealthRegistry", {
  defaultValue: () => new Set(),
})

/** Lets a node be asked until the answer is called. */
export const offerHealth = (context: Context.Context<never>, health: Effect.Effect<Health>): (() => void) => {
  const registry = Context.get(context, HealthRegistry)
  registry.add(health)
  return () => void registry.delete(health)
}
