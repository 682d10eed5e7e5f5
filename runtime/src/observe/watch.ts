import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { majority } from "../quorum.ts"
import type { Link, Notice } from "../transport/transport.ts"
import { repeating, sleepOf } from "../sleep.ts"
import { metrics } from "./metrics.ts"
import type { Series } from "./registry.ts"

/** How things stand with one peer. */
export interface PeerView {
  readonly peer: string
  readonly state: Link["state"]
  readonly reason: string
  /** Who refuses whom, while the link is refused: the peer this node, or this node the peer. */
  readonly by?: Link["by"]
  /** How long ago everything that was sent to it had left. */
  readonly lagSeconds: number
  readonly waiting: number
}

/** How much is in sight of the nodes whose majority counts. */
export interface QuorumView {
  /** Their role: the one whose majority the steps count, and the node's own where they count none. */
  readonly of: string
  /** How many of them are reachable: this node, too, where it is one of them. */
  readonly reachable: number
  readonly total: number
  readonly isReachable: boolean
  /** Whether the steps count a majority. */
  readonly isNeeded: boolean
}

/** How things stand with the network, as seen from one node. */
export interface Outlook {
  readonly peers: readonly PeerView[]
  readonly quorum: QuorumView
}

/** Looks at the links now and then. */
export interface Watch {
  readonly look: () => Outlook
  /** Hears of a link that came or went: it may have done both since the last look. */
  readonly noticed: (notice: Notice) => void
  /** It looks only when it is asked. */
  readonly end: () => void
}

const pauseMillis = 1_000

/** What a watch needs of a node. */
export interface Watched {
  readonly links: () => readonly Link[]
  readonly self: string
  /** Those whose majority counts. */
  readonly voters: { readonly role: string; readonly nodes: readonly string[] }
  /** Whether it can do nothing without a majority of them. */
  readonly isNeeded: boolean
  /** Milliseconds of a clock that never jumps. */
  readonly elapsed: () => number
  readonly series: Series | undefined
}

/** One peer, from when it was first seen. */
interface Record {
  link: Link
  /** When nothing was waiting for it the last time. */
  caughtUp: number
  isUp: boolean
  wasUp: boolean
  losses: number
  returns: number
  readonly close: () => void
}

const track = (series: Series | undefined, link: Link, now: number, elapsed: () => number): Record => {
  const removals: (() => void)[] = []
  const record: Record = {
    ...{ link, caughtUp: now, isUp: false, wasUp: false, losses: 0, returns: 0 },
    close: () => removals.forEach((remove) => remove()),
  }
  const labels = { peer: link.peer }
  const looks = [
    [metrics.peerUp, () => (record.link.state === "up" ? 1 : 0)],
    [metrics.peerLag, () => lagOf(record, elapsed())],
    [metrics.peerWaiting, () => record.link.waiting],
    [metrics.peerDropped, () => record.link.dropped],
    [metrics.peerLosses, () => record.losses],
    [metrics.peerReturns, () => record.returns],
  ] as const
  if (series !== undefined) for (const [spec, look] of looks) removals.push(series.read(spec, look, labels))
  return record
}

const isCaughtUp = ({ state, waiting }: Link): boolean => state === "up" && waiting === 0

const lagOf = ({ link, caughtUp }: Record, now: number): number => (isCaughtUp(link) ? 0 : (now - caughtUp) / 1000)

/** A peer that was up before and is up again has come back; the first time it only comes. */
const turn = (record: Record, isUp: boolean): void => {
  if (isUp === record.isUp) return
  record.isUp = isUp
  if (!isUp) record.losses++
  else if (record.wasUp) record.returns++
  record.wasUp = true
}

const update = (record: Record, link: Link, now: number): void => {
  turn(record, link.state === "up")
  if (isCaughtUp(link)) record.caughtUp = now
  record.link = link
}

/** Who is in sight of those whose majority counts. */
export const inSightOf = ({ of, reachable, total }: QuorumView): string =>
  `${reachable} of ${total} nodes of ${of} are reachable`

/** Watches the links of a node: at once whenever somebody looks, and otherwise each second. */
export const makeWatch = (context: Context.Context<never>, watched: Watched): Watch => {
  const { links, self, voters, isNeeded, elapsed, series } = watched
  const say = Effect.runForkWith(context)
  const records = new Map<string, Record>()
  const take = (found: readonly Link[]): void => {
    const now = elapsed()
    for (const [peer, { close }] of records)
      if (!found.some((link) => link.peer === peer)) {
        close()
        records.delete(peer)
      }
    for (const link of found) {
      const record = records.get(link.peer) ?? track(series, link, now, elapsed)
      records.set(link.peer, record)
      update(record, link, now)
    }
  }

  const judge = (): Outlook => {
    const now = elapsed()
    const peers = [...records.values()].map((record) => {
      const { peer, state, reason, by, waiting } = record.link
      return { peer, state, reason, ...(by && { by }), waiting, lagSeconds: lagOf(record, now) }
    })
    const inSight = new Set([self, ...peers.filter(({ state }) => state === "up").map(({ peer }) => peer)])
    const reachable = voters.nodes.filter((node) => inSight.has(node)).length
    const total = voters.nodes.length
    return { peers, quorum: { of: voters.role, reachable, total, isReachable: majority(reachable, total), isNeeded } }
  }

  let outlook = judge()
  let hadQuorum = outlook.quorum.isReachable
  let partitions = 0
  if (isNeeded) {
    series?.read(metrics.quorum, () => (outlook.quorum.isReachable ? 1 : 0))
    series?.read(metrics.partitions, () => partitions)
  }

  /** Before the first quorum there is none to lose: a cluster that starts is not parted. */
  const announce = (quorum: QuorumView): void => {
    if (!isNeeded || quorum.isReachable === hadQuorum) return
    hadQuorum = quorum.isReachable
    const sight = inSightOf(quorum)
    if (!hadQuorum) partitions++
    say(
      hadQuorum
        ? Effect.logDebug(`a majority is in sight: ${sight}`)
        : Effect.logWarning(`no majority is in sight: ${sight}`),
    )
  }

  const look = (): Outlook => {
    take(links())
    outlook = judge()
    announce(outlook.quorum)
    return outlook
  }
  const end = repeating(sleepOf(context), pauseMillis, look)
  look()
  return {
    look,
    end,
    noticed(notice) {
      const record = notice.kind === "up" || notice.kind === "down" ? records.get(notice.peer) : undefined
      if (record !== undefined) turn(record, notice.kind === "up")
    },
  }
}
