import {
  type AnyDefinition,
  type AnyState,
  afterCrash,
  type Effect,
  handlerName,
  initialState,
} from "@lockstep/language"
import type { AnyState as RuntimeState, Codec, ProtocolLibrary, RoleLibrary } from "@lockstep/runtime"
import { roundTrips } from "./codecs.ts"
import { type Mismatch, same } from "./mismatch.ts"
import type { Observer, Pair } from "./observe.ts"
import { type RuntimeModule, translator } from "./translate.ts"

/** An emitted library that was loaded. */
export interface Loaded {
  readonly library: ProtocolLibrary
  readonly runtime: RuntimeModule
  /** The codecs of whole states and of events, by role. */
  readonly states: { readonly [role: string]: Codec<unknown> }
  readonly events: { readonly [role: string]: Codec<unknown> }
  /** How many fields of each message every codec of messages says that it knows. */
  readonly reaches: { readonly [codec: string]: unknown }
}

/** What was compared so far. */
export interface Counts {
  /** Pairs of a state and an input. */
  pairs: number
  /** Values that went through a codec. */
  values: number
}

/** Stops a comparison that has found enough. */
const mostMismatches = 3

/** Compares emitted code with the spec on what it is told. */
export const comparison = (instance: string, loaded: Loaded, counts: Counts, mismatches: Mismatch[]): Observer => {
  const { library, runtime } = loaded
  const translate = translator(runtime)
  const { trip, writer, reader } = roundTrips(runtime)
  const seenValues = new WeakSet<object>()
  const callNames = new Map<string, string>()

  const report = (mismatch: Omit<Mismatch, "instance">): void => {
    if (mismatches.length < mostMismatches) mismatches.push({ instance, ...mismatch })
  }

  const demandTrip = (role: string, where: string, codec: Codec<unknown> | undefined, value: unknown): void => {
    if (typeof value === "object" && value !== null) {
      if (seenValues.has(value)) return
      seenValues.add(value)
    }
    counts.values++
    const translated = translate(value)
    const { isSame, actual } = codec === undefined ? { isSame: false, actual: "no codec" } : trip(codec, translated)
    if (!isSame) report({ what: "codec", role, where, given: value, expected: value, actual })
  }

  const demandMessage = (effect: Effect, pair: Pair): void => {
    if (effect.kind !== "send" && effect.kind !== "broadcast") return
    const { place, roleName } = pair
    const hearers =
      effect.kind === "broadcast"
        ? Object.keys(library.roles)
        : Object.keys(place.nodes).filter((role) => place.nodes[role]?.includes(effect.to))
    for (const name of hearers) {
      const hearer = library.roles[name]
      if (hearer === undefined || !hears(hearer, effect.message.type)) continue
      if (seenValues.has(effect.message)) continue
      counts.values++
      const { isSame, actual } = trip(hearer.messages as Codec<unknown>, translate(effect.message))
      const { message } = effect
      if (!isSame)
        report({
          what: "codec",
          role: roleName,
          where: `sends ${message.type}`,
          given: message,
          expected: message,
          actual,
        })
    }
    seenValues.add(effect.message)
  }

  const heard = new Map<string, boolean>()
  /** Whether a role has a handler for messages of this type: broadcasts go to those that do. */
  const hears = (role: RoleLibrary, type: string): boolean => heard.get(`${role.name}.${type}`) ?? false

  const learn = ({ roleName, role }: Pair): void => {
    if (heard.has(roleName)) return
    heard.set(roleName, true)
    for (const type of Object.keys(role.on ?? {})) heard.set(`${roleName}.${type}`, true)
  }

  const demandSaid = (pair: Pair, role: RoleLibrary): void => {
    const { input, outcome, roleName } = pair
    if (input.kind === "call") callNames.set(input.call, input.name)
    if (input.kind === "message")
      demandTrip(roleName, `hears ${input.message.type}`, role.messages as Codec<unknown>, input.message)
    if (input.kind === "call")
      demandTrip(roleName, `argument of ${input.name}`, role.calls[input.name]?.argument, input.argument)
    if (input.kind === "result") {
      demandTrip(roleName, `result of ${input.activity}`, role.activities[input.activity]?.answer, input.result)
      demandTrip(roleName, `request of ${input.activity}`, role.activities[input.activity]?.request, input.request)
    }
    for (const effect of outcome.kind === "outcome" ? outcome.effects : []) {
      demandMessage(effect, pair)
      if (effect.kind === "emit")
        demandTrip(roleName, `event ${effect.event.type}`, loaded.events[roleName], effect.event)
      if (effect.kind === "perform")
        demandTrip(roleName, `request of ${effect.activity}`, role.activities[effect.activity]?.request, effect.request)
      const name = effect.kind === "reply" ? callNames.get(effect.call) : undefined
      if (effect.kind === "reply" && name !== undefined)
        demandTrip(roleName, `answer to ${name}`, role.calls[name]?.answer, effect.value)
    }
  }

  const durablePart = (role: AnyDefinition, state: AnyState): AnyState =>
    Object.fromEntries((role.durable ?? []).map((field) => [field, state[field]]))

  /** A state by itself: its codecs, its views, and what a crash leaves of it. */
  const demandState = (state: AnyState, { roleName, role, place }: Pair, emitted: RoleLibrary): void => {
    if (seenValues.has(state)) return
    demandTrip(roleName, "state", loaded.states[roleName], state)
    const kept = durablePart(role, state)
    const { isSame, actual } = trip(emitted.durable.snapshot as Codec<unknown>, translate(kept))
    if (!isSame) report({ what: "snapshot", role: roleName, where: "durable", given: state, expected: kept, actual })
    const expected = afterCrash(role, place, state)
    const restored = emitted.restored(place as never, translate(kept) as RuntimeState)
    if (!same(expected, restored))
      report({ what: "restored", role: roleName, where: "restored", given: kept, expected, actual: restored })
    for (const [view, look] of Object.entries(role.views ?? {})) {
      const looked = emitted.views[view]?.(translate(state))
      if (!same(look(state), looked))
        report({ what: "view", role: roleName, where: view, given: state, expected: look(state), actual: looked })
    }
  }

  const demandJournal = (pair: Pair, after: AnyState, emitted: RoleLibrary, actualAfter: RuntimeState): void => {
    const { roleName, role, state } = pair
    const before = translate(state)
    const expected = durablePart(role, after)
    const isChanged = !same(durablePart(role, state), expected)
    writer.clear()
    writer.begin()
    const isWritten = emitted.durable.writeDelta(writer, before as RuntimeState, actualAfter)
    const bytes = writer.copy()
    const fail = (actual: unknown): void =>
      report({ what: "journal", role: roleName, where: handlerName(pair.input), given: state, expected, actual })
    if (isWritten !== isChanged) return fail(isWritten ? "a change was written" : "no change was written")
    if (!isWritten) return
    reader.begin(bytes)
    const replayed = emitted.durable.readDelta(reader, before as RuntimeState)
    if (!reader.isAtEnd()) return fail({ replayed, problem: "bytes are left over" })
    const whole = { ...state, ...expected }
    if (!same(whole, replayed)) fail(replayed)
  }

  const demandStep = (pair: Pair, emitted: RoleLibrary): void => {
    const { roleName, state, input, place, now, picks, outcome } = pair
    const where = handlerName(input)
    let picked = 0
    const pick = (candidates: readonly unknown[]): unknown => {
      const expected = picks[picked++]
      if (expected === undefined || !same(expected.candidates, candidates))
        report({
          what: "pick",
          role: roleName,
          where,
          given: state,
          expected: expected?.candidates ?? null,
          actual: candidates,
        })
      return translate(expected?.chosen)
    }
    const actual = emitted.step(translate(state), translate(input) as never, { place, now, pick } as never)
    const given = { state, input, place, now }
    if (outcome.kind === "fault" || actual.kind === "fault") {
      if (outcome.kind !== actual.kind)
        report({ what: "fault", role: roleName, where, given, expected: outcome, actual })
      return
    }
    if (!same(outcome.state, actual.state))
      report({ what: "state", role: roleName, where, given, expected: outcome.state, actual: actual.state })
    const effects = { effects: outcome.effects, ignored: outcome.ignored }
    const actualEffects = { effects: actual.effects, ignored: actual.ignored }
    if (!same(effects, actualEffects))
      report({ what: "effects", role: roleName, where, given, expected: effects, actual: actualEffects })
    demandJournal(pair, outcome.state, emitted, actual.state)
    demandState(outcome.state, pair, emitted)
    demandSaid(pair, emitted)
  }

  const demandInitial = ({ roleName, role, place }: Pair, emitted: RoleLibrary): void => {
    const expected = initialState(role, place)
    const actual = emitted.initial(place as never)
    if (!same(expected, actual))
      report({ what: "initial", role: roleName, where: "initial", given: place, expected, actual })
  }

  /** What emitted code throws is a mismatch too: the spec did not. */
  const guarded = (role: string, where: string, given: unknown, run: () => void): void => {
    if (mismatches.length >= mostMismatches) return
    try {
      run()
    } catch (thrown) {
      const actual = thrown instanceof Error ? (thrown.stack ?? thrown.message) : thrown
      report({ what: "threw", role, where, given, expected: "no exception", actual })
    }
  }

  return {
    pair: (pair) => {
      const { roleName, state, input } = pair
      counts.pairs++
      learn(pair)
      guarded(roleName, handlerName(input), { state, input }, () => {
        const emitted = library.roles[roleName]
        if (emitted === undefined) throw new Error(`the library has no role ${roleName}`)
        if (input.kind === "start") {
          demandInitial(pair, emitted)
          demandState(state, pair, emitted)
        }
        demandStep(pair, emitted)
      })
    },
    timer: ({ roleName, timer, state, place, now, runs }) => {
      guarded(roleName, `timers.${timer}.while`, state, () => {
        const running = library.roles[roleName]?.runningTimers(translate(state), place as never, now) ?? []
        if (running.includes(timer) !== runs)
          report({
            what: "timer",
            role: roleName,
            where: timer,
            given: { state, now },
            expected: runs,
            actual: running,
          })
      })
    },
  }
}
