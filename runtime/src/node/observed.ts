import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { type Health, judgeHealth, offerHealth } from "../observe/health.ts"
import { makeMeter, type Meter, silentMeter } from "../observe/meter.ts"
import { metrics } from "../observe/metrics.ts"
import { type Series, series } from "../observe/registry.ts"
import { makeWatch } from "../observe/watch.ts"
import type { AnyPlace } from "../role.ts"
import type { Membership, Notice } from "../transport/transport.ts"
import type { Calls } from "./calls.ts"
import type { Core } from "./core.ts"
import type { Mailbox } from "./mailbox.ts"
import { type Deployment, labelsOf, type NodeLimits, roleOf } from "./options.ts"

/** What a node exports of itself, until its scope closes; nothing if it was told not to. */
export const exported = Effect.fnUntraced(function* (options: Deployment) {
  const own = options.metrics === false ? undefined : yield* series(labelsOf(options))
  const meter: Meter = own === undefined ? silentMeter : makeMeter(own)
  return { series: own, meter }
})

/** What is looked at when somebody asks. */
export interface Observed {
  readonly options: Deployment
  readonly place: AnyPlace
  readonly series: Series | undefined
  readonly core: Core
  readonly mailbox: Pick<Mailbox<unknown>, "size">
  readonly calls: Calls
  readonly pending: () => number
  readonly limits: NodeLimits
  readonly membership: Membership
  readonly elapsed: () => number
  readonly isRunning: () => boolean
  /** Hear what happens between nodes. */
  readonly listeners: Set<(notice: Notice) => void>
}

/** Looks at a node. */
export interface Observation {
  readonly health: Effect.Effect<Health>
  /** The node works no longer: it is looked at only when somebody asks. */
  readonly end: () => void
  /** Nobody can ask any more. */
  readonly close: () => void
}

const isMeasure = (value: unknown): value is number | boolean => typeof value === "number" || typeof value === "boolean"

/** Views that show a number or a boolean from the beginning: how far a log is committed, whether this node leads. */
const readViews = ({ options, core }: Observed, own: Series): void => {
  for (const [view, look] of Object.entries(roleOf(options).views))
    if (isMeasure(look(core.state()))) own.read(metrics.view, () => Number(look(core.state())), { view })
}

const measuresIn = ({ options, core }: Observed): Health["views"] => {
  const views = Object.entries(roleOf(options).views).flatMap(([view, look]) => {
    const shown = look(core.state())
    return isMeasure(shown) ? [[view, shown] as const] : []
  })
  return Object.fromEntries(views)
}

const readGauges = (observed: Observed, own: Series): void => {
  const { mailbox, calls, limits, pending, isRunning } = observed
  own.read(metrics.running, () => (isRunning() ? 1 : 0))
  own.read(metrics.mailbox, mailbox.size)
  own.read(metrics.mailboxLimit, () => limits.mailbox)
  own.read(metrics.callsWaiting, calls.size)
  own.read(metrics.activities, pending)
  readViews(observed, own)
}

/** Watches a node as long as it works, and says how it is until nobody can ask. */
export const observe = (context: Context.Context<never>, observed: Observed): Observation => {
  const { options, place, series: own, membership, elapsed, mailbox, limits, calls, isRunning } = observed
  if (own !== undefined) readGauges(observed, own)
  const { majorityOf } = roleOf(options)
  const role = majorityOf ?? options.role
  const watch = makeWatch(context, {
    ...{ links: membership.links, self: place.self, elapsed, series: own },
    ...{ voters: { role, nodes: place.nodes[role] ?? [] }, isNeeded: majorityOf !== null },
  })
  observed.listeners.add(watch.noticed)
  const health: Effect.Effect<Health> = Effect.sync(() =>
    judgeHealth(labelsOf(options), {
      ...{ isRunning: isRunning(), outlook: watch.look() },
      waiting: { inputs: mailbox.size(), inputsLimit: limits.mailbox, calls: calls.size() },
      views: measuresIn(observed),
    }),
  )
  return { health, end: watch.end, close: offerHealth(context, health) }
}
