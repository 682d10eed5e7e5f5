import { Observe, Sleeping, type Transport as TransportTag } from "@lockstep/runtime"
import type {
  AnyState,
  Effect as SpecEffect,
  Input,
  Member,
  Node,
  Outcome,
  ProtocolLibrary,
  RoleLibrary,
  Storage as StorageTag,
  StorageService,
  TimerDurations,
  TransportService,
} from "@lockstep/runtime"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Logger from "effect/Logger"
import * as EffectRandom from "effect/Random"
import { PreventSchedulerYield, Scheduler } from "effect/Scheduler"
import * as Scope from "effect/Scope"
import type { Random } from "../random.ts"
import { makeClock, type NodeClock } from "./clock.ts"
import type { SimulatedDisk } from "./disk.ts"
import { makeTasks } from "./tasks.ts"

/** The runtime under test: the real one, or one with a planted bug. */
export interface Runtime {
  readonly openNode: typeof import("@lockstep/runtime").openNode
  readonly Wal: Pick<typeof import("@lockstep/runtime").Wal, "openOn">
  readonly Storage: typeof StorageTag
  readonly Transport: typeof TransportTag
}

/** A step that the node has taken; nothing of it may have left the node yet. */
export interface Step {
  readonly input: Input
  readonly before: AnyState
  readonly outcome: Outcome
}

/** What a life tells while it runs. */
export interface Witness {
  /** The name by which the world knows the call that the node takes now. */
  readonly nameOf: (call: string) => string
  readonly idOf: (name: string) => string
  readonly stepped: (step: Step) => void
  /** All that was stepped is durable. */
  readonly kept: () => void
  readonly sent: (to: string, frame: Uint8Array) => void
  readonly asked: (activity: string, key: string, answer: (value: unknown) => void) => void
  readonly answered: (name: string, exit: Exit.Exit<unknown, unknown>) => void
  readonly opened: () => void
  readonly ended: (why: string) => void
}

/** What a life begins with. */
export interface Birth {
  readonly runtime: Runtime
  readonly library: ProtocolLibrary
  readonly role: string
  readonly self: string
  readonly nodes: { readonly [role: string]: { readonly [node: string]: string } }
  readonly timers: TimerDurations
  readonly accepts: readonly string[]
  readonly disk: SimulatedDisk
  readonly random: Random
  readonly elapsedMillis: number
  readonly nowMillis: number
  readonly journalBytes: number
  readonly segmentBytes: number
}

/** A node between its start and its crash: the shipped code with another clock, network, disk and scheduler. */
export interface Life {
  readonly clock: NodeClock
  readonly specHash: string
  /** Runs all that can run until the node waits for something. */
  readonly run: () => void
  readonly isIdle: () => boolean
  /** Takes a frame, or says why it is none. */
  readonly receive: (from: string, frame: Uint8Array) => string | undefined
  readonly call: (name: string, call: string, argument: unknown) => void
  /** Whether it stands in the network and works. */
  readonly isOpen: () => boolean
  /** The process is gone: nothing runs any more, and nothing is tidied up. */
  readonly end: () => void
}

/** No call is given up by the node: how long a client waits is decided by the schedule. */
const limits = { callTimeout: 24 * 3_600_000, callWait: 1_000, events: 16 }

const wordsOf = (exit: Exit.Exit<unknown, unknown>): string => {
  if (Exit.isSuccess(exit)) return "it has stopped"
  const failure: unknown = exit.cause.reasons.map((reason) => ("error" in reason ? reason.error : reason)).at(0)
  return failure instanceof Error ? failure.message : String(failure)
}

type Answering = Extract<SpecEffect, { readonly kind: "reply" | "reject" }>

const isAnswer = (effect: SpecEffect): effect is Answering => effect.kind === "reply" || effect.kind === "reject"

/** The role with a witness of all its steps. Calls bear the names of the world, so that states can be compared. */
const witnessed = (role: RoleLibrary, { nameOf, idOf, stepped }: Witness): RoleLibrary => {
  const renamed = (input: Input): Input =>
    input.kind === "call" ? { ...input, call: nameOf(input.call) as typeof input.call } : input
  return {
    ...role,
    step(before, given, situation) {
      const input = renamed(given)
      const outcome = role.step(before, input, situation)
      if (outcome.kind === "fault") return outcome
      stepped({ input, before, outcome })
      if (!outcome.effects.some(isAnswer)) return outcome
      const effects = outcome.effects.map((effect) =>
        isAnswer(effect) ? { ...effect, call: idOf(effect.call) as typeof effect.call } : effect,
      )
      return { ...outcome, effects }
    },
  }
}

const transportOf = (joined: (member: Member) => void, witness: Witness): TransportService => ({
  join: (member) =>
    Effect.sync(() => {
      joined(member)
      return {
        send: witness.sent,
        readdress: () => Effect.void,
        links: () => [],
        flush: Effect.void,
      }
    }),
})

/** The boundary where services gain their types: a context is made at once here, and not service by service, since lives are many. */
const contextOf = (birth: Birth, clock: NodeClock, scheduler: Scheduler): Context.Context<Scope.Scope> =>
  Context.makeUnsafe(
    new Map<string, unknown>([
      [Scheduler.key, scheduler],
      [PreventSchedulerYield.key, true],
      [Clock.Clock.key, clock.service],
      [Sleeping.key, clock.sleep],
      [
        EffectRandom.Random.key,
        {
          nextDoubleUnsafe: birth.random,
          nextIntUnsafe: () => Math.floor((birth.random() - 0.5) * 2 ** 53),
        },
      ],
      [Logger.CurrentLoggers.key, new Set<Logger.Logger<unknown, unknown>>()],
      [Scope.Scope.key, Scope.makeUnsafe()],
      /** Nothing is tidied up: what all nodes of the process share would keep every life. */
      [Observe.HealthRegistry.key, new Set()],
    ]),
  )

const activitiesOf = (role: RoleLibrary, { asked }: Witness) =>
  Object.fromEntries(
    Object.keys(role.activities).map((activity) => [
      activity,
      (_: unknown, { key }: { readonly key: string }) =>
        Effect.callback<unknown>((resume) => asked(activity, key, (value) => resume(Effect.succeed(value)))),
    ]),
  )

/** A storage that tells of every batch that is durable. */
const watched = (storage: StorageService, { kept }: Witness): StorageService => ({
  ...storage,
  append(batch) {
    const appended = storage.append(batch)
    if (!Exit.isExit(appended)) return Effect.map(appended, kept)
    if (Exit.isSuccess(appended)) kept()
    return appended
  },
})

/** Opens the node. It is a generator of the module's own: one that is made anew each time keeps all that it sees from being collected soon. */
const open = Effect.fnUntraced(function* (birth: Birth, own: RoleLibrary, transport: TransportService, alive: Witness) {
  const { runtime, library, role, self, nodes, timers, accepts, disk, random } = birth
  const options = { segmentBytes: birth.segmentBytes, random: () => Math.floor(random() * 2 ** 32) }
  const storage = yield* runtime.Wal.openOn(disk, options)
  const opened = runtime.openNode({
    library: { ...library, roles: { ...library.roles, [role]: witnessed(own, alive) } },
    ...{ role, self, nodes, timers, accepts },
    activities: activitiesOf(own, alive),
    metrics: false,
    limits: { ...limits, journalBytes: birth.journalBytes },
  })
  return yield* opened.pipe(
    Effect.provideService(runtime.Storage, watched(storage, alive)),
    Effect.provideService(runtime.Transport, transport),
  )
})

/** Starts a node on what its disk holds. */
export const begin = (birth: Birth, witness: Witness): Life => {
  const { library, role, self } = birth
  const clock = makeClock(birth.elapsedMillis, birth.nowMillis)
  const tasks = makeTasks()
  const own = library.roles[role]
  if (own === undefined) throw new Error(`the library has no role ${role}`)
  const context = contextOf(birth, clock, tasks.scheduler)
  const fork = Effect.runForkWith(context)
  let member: Member | undefined
  let node: Node | undefined
  let hasEnded = false
  const alive: Witness = {
    nameOf: witness.nameOf,
    idOf: witness.idOf,
    stepped: (step) => void (hasEnded || witness.stepped(step)),
    kept: () => void (hasEnded || witness.kept()),
    sent: (to, frame) => void (hasEnded || witness.sent(to, frame)),
    asked: (activity, key, answer) => void (hasEnded || witness.asked(activity, key, answer)),
    answered: (name, exit) => void (hasEnded || witness.answered(name, exit)),
    opened: () => void (hasEnded || witness.opened()),
    ended: (why) => void (hasEnded || witness.ended(why)),
  }

  const transport = transportOf((joined) => (member = joined), alive)
  fork(open(birth, own, transport, alive)).addObserver((exit) => {
    if (Exit.isFailure(exit)) return alive.ended(wordsOf(exit))
    node = exit.value
    alive.opened()
    fork(exit.value.ended).addObserver((end) => alive.ended(wordsOf(end)))
  })

  return {
    clock,
    specHash: library.specHash,
    run: tasks.run,
    isIdle: tasks.isIdle,
    receive: (from, frame) => member?.receive(from, frame),
    call(name, call, argument) {
      if (node === undefined) throw new Error(`${self} is asked before it has opened`)
      fork(node.call(call, argument)).addObserver((exit) => alive.answered(name, exit))
    },
    isOpen: () => node !== undefined && !hasEnded,
    end() {
      hasEnded = true
      tasks.end()
    },
  }
}
