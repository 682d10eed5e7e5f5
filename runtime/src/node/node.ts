import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import * as Random from "effect/Random"
import * as Scope from "effect/Scope"
import type * as Stream from "effect/Stream"
import * as Tracer from "effect/Tracer"
import type { BadConfiguration } from "../configuration.ts"
import type { RoleLibrary } from "../library.ts"
import type { AnyPlace } from "../role.ts"
import { sleepOf } from "../sleep.ts"
import { Storage } from "../storage/storage.ts"
import { type Addresses, type Link, type Notice, Transport, type TransportFailed } from "../transport/transport.ts"
import type { Tagged } from "../value.ts"
import type { Recorder } from "../trace/recorder.ts"
import type { Health } from "../observe/health.ts"
import type { Meter } from "../observe/meter.ts"
import { elapsedOf, makeAlarm } from "./alarm.ts"
import { type Arrival, laneOf, lanes } from "./arrival.ts"
import { type Ask, asking } from "./ask.ts"
import { type Boot, boot } from "./boot.ts"
import { makeCalls } from "./calls.ts"
import { makeCore } from "./core.ts"
import type { NodeFailed, OpenError } from "./errors.ts"
import { makeEvents } from "./events.ts"
import { join } from "./join.ts"
import { live } from "./life.ts"
import { makeLost } from "./lost.ts"
import { makeMailbox } from "./mailbox.ts"
import { exported, observe } from "./observed.ts"
import { checkAddresses, checkOptions } from "./configuration.ts"
import { labelsOf, limitsOf, type NodeOptions, placeOf, playersOf, roleOf } from "./options.ts"
import { makeOutbox } from "./outbox.ts"
import { makePerformer, nobodyPerforms } from "./performer.ts"
import { recording } from "./recording.ts"
import { makeSpans } from "./spans.ts"
import { makeTimers } from "./timers.ts"
import { makeTurns, type TurnError } from "./turn.ts"
import { makeStates, type States, type View } from "./views.ts"

/** A running node, before its protocol is known by type: generated services give each call and view its own. */
export interface Node {
  readonly self: string
  /** Asks the protocol something, and waits for the answer. */
  readonly call: Ask
  readonly view: (name: string) => View
  /**
   * What the protocol tells the application, from now on; the first who listens also hears what it told as it started or recovered. Ends with
   * the node, and fails if that broke down.
   */
  readonly events: Stream.Stream<Tagged, NodeFailed>
  readonly links: Effect.Effect<readonly Link[]>
  /** How it is: whether it works, sees a majority, and keeps up with its peers. */
  readonly health: Effect.Effect<Health>
  /** From now on, these are the addresses of all nodes, whatever their roles. Fails, and changes nothing, unless each has one. */
  readonly readdress: (addresses: Addresses) => Effect.Effect<void, BadConfiguration>
  /** Begins no call any more, waits for those that were begun, does what has arrived, and leaves. */
  readonly stop: Effect.Effect<void>
  /** Ends when the node does, and fails if it broke down. */
  readonly ended: Effect.Effect<void, NodeFailed>
}

const viewOf =
  (role: RoleLibrary, states: States) =>
  (name: string): View => {
    const look = role.views[name]
    if (look === undefined) throw new Error(`${role.name} has no view ${name}`)
    return states.view(look)
  }

/** Two halves of a name of 48 bits: numbers beyond 31 bits are slow to write. */
const lifeName = (random: () => number): string => {
  const drawn = random() * 2 ** 24
  const half = (value: number): string => Math.floor(value).toString(36).padStart(5, "0")
  return half(drawn) + half((drawn % 1) * 2 ** 24)
}

/** What a node is made of, but for what must be waited for: its place in the network and who performs its activities. */
const assemble = <Needs>(
  options: NodeOptions<Needs>,
  place: AnyPlace,
  { journal, remembered }: Boot,
  context: Context.Context<never>,
  meter: Meter,
) => {
  const { self } = options
  const limits = limitsOf(options)
  const role = roleOf(options)
  const source = Context.get(context, Random.Random)
  const random = () => source.nextDoubleUnsafe()
  const clock = Context.get(context, Clock.Clock)
  const elapsed = () => elapsedOf(clock)
  const { mailbox: capacity, batch } = limits
  const mailbox = makeMailbox<Arrival, TurnError>({ capacity, batch, laneOf, lanes, elapsed })
  const life = lifeName(random)
  const calls = makeCalls(self, life)
  const timers = makeTimers(options.timers ?? {}, random, meter.timerFired)
  const spans = makeSpans(self, Context.get(context, Tracer.Tracer), clock)
  const sleep = sleepOf(context)
  const states = makeStates(remembered.state)
  const events = makeEvents(limits.events)
  const listeners = new Set([meter.noticed])
  const lost = makeLost(self, context, meter)
  const alarm = makeAlarm(clock, sleep, timers, (timer) => mailbox.push({ kind: "timer", timer }))
  const deadlines = makeAlarm(clock, sleep, calls, calls.expire)

  const makeWork = (recorder: Recorder | undefined) => {
    const outbox = makeOutbox(self, playersOf(options), lost, recorder && { life, sent: recorder.sent })
    const parts = { role, place, journal, outbox, timers, random, spans, recorder }
    return { recorder, outbox, core: makeCore(parts, remembered) }
  }

  return {
    ...{ self, limits, role, mailbox, life, calls, states, events, listeners, alarm, deadlines, meter, clock, elapsed },
    makeWork,
  }
}

/** Most roles ask nothing of the application. */
const performing = <Needs>({ activities = {} }: NodeOptions<Needs>, parts: ReturnType<typeof assemble>) => {
  const { role, limits, mailbox, meter } = parts
  return Object.keys(role.activities).length === 0
    ? Effect.succeed(nobodyPerforms)
    : makePerformer(role, activities, limits.activities, mailbox.push, meter)
}

/**
 * Starts a node: it remembers, takes its place in the network, and works until its scope closes or something breaks. When a handler or
 * the storage fails it says so loudly, leaves the network, and does nothing more.
 */
export const open = <Needs = never>(
  options: NodeOptions<Needs>,
): Effect.Effect<Node, OpenError | TransportFailed, Needs | Scope.Scope | Storage | Transport> =>
  Effect.annotateLogs(begin(options), { ...labelsOf(options) })

const begin = Effect.fnUntraced(function* <Needs = never>(
  options: NodeOptions<Needs>,
): Effect.fn.Return<Node, OpenError | TransportFailed, Needs | Scope.Scope | Storage | Transport> {
  const context = yield* Effect.context<Needs | Scope.Scope | Storage | Transport>()
  const storage = Context.get(context, Storage)
  const outer = Context.get(context, Scope.Scope)
  const transport = Context.get(context, Transport)
  yield* checkOptions(options)
  const place = placeOf(options)
  const begun = yield* boot(options, place, storage)
  const { journal, remembered, stored, first } = begun
  const interrupted = remembered.activities.all()
  const inner = Scope.makeUnsafe()
  yield* Scope.addFinalizerExit(outer, (exit) => Scope.close(inner, exit))
  const { series, meter } = yield* exported(options)
  const parts = assemble(options, place, begun, context, meter)
  const { self, limits, role, mailbox, life, calls, states, events, alarm, deadlines, elapsed } = parts
  const work = parts.makeWork(yield* recording(options, life, remembered))
  const notice = (notice: Notice): void => parts.listeners.forEach((hear) => hear(notice))
  const membership = yield* join(options, role, mailbox, meter, notice).pipe(Scope.provide(inner))
  const perform = yield* performing(options, parts).pipe(Scope.provide(inner))
  const resting: { readonly end: () => void }[] = [alarm, deadlines]
  yield* Scope.addFinalizer(
    inner,
    Effect.sync(() => resting.forEach(({ end }) => end())),
  )
  const { journalBytes, drain } = limits

  const turns = makeTurns({
    ...{ ...parts, ...work, journal, remembered, storage, stored, membership, perform, journalBytes },
    ...{ scope: inner, fail: mailbox.fail, reset: alarm.reset },
  })
  yield* turns.first(first)
  events.open()
  for (const pending of interrupted) yield* perform(pending)
  alarm.reset()

  const { recorder } = work
  const close = (exit: Exit.Exit<void, NodeFailed>) => Effect.andThen(states.end(exit), events.end(exit))
  const { isStopping, stop, ended } = yield* live(
    { self, mailbox, calls, membership, inner, close, drain, recorder },
    turns,
  )
  const isRunning = () => !isStopping()
  const pending = () => remembered.activities.all().length
  const observation = observe(context, { ...parts, ...work, membership, options, place, series, pending, isRunning })
  resting.push(observation)
  yield* Scope.addFinalizer(outer, Effect.sync(observation.close))
  return {
    self,
    call: asking({ role, calls, mailbox, limits, isStopping, meter, deadlines, elapsed }),
    view: viewOf(role, states),
    events: events.heard,
    links: Effect.sync(membership.links),
    health: observation.health,
    readdress: (addresses) =>
      Effect.andThen(checkAddresses(addresses, options.nodes, transport), membership.readdress({ ...addresses })),
    stop,
    ended,
  }
})
