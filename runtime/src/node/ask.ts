import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { type Limits, wireLimits } from "../codec/index.ts"
import { isRecord, patienceIn, shown } from "../configuration.ts"
import type { RoleLibrary } from "../library.ts"
import type { Call } from "../value.ts"
import type { Arrival, TraceContext } from "./arrival.ts"
import type { Alarm } from "./alarm.ts"
import type { Calls } from "./calls.ts"
import { type CallError, Overloaded, Rejected, Stopped, withoutStack } from "./errors.ts"
import { makeTake } from "./given.ts"
import type { Mailbox } from "./mailbox.ts"
import type { NodeLimits } from "./options.ts"
import { callersTrace } from "./spans.ts"
import type { Meter } from "../observe/meter.ts"

/** Asks a node something, and waits for the answer as long as was said, or as the node's limits say. */
export type Ask = (
  name: string,
  argument: unknown,
  options?: { readonly timeout?: Duration.Input },
) => Effect.Effect<unknown, CallError>

/** What a call needs of the node. */
export interface Asked {
  readonly role: RoleLibrary
  readonly calls: Calls
  readonly mailbox: Pick<Mailbox<Arrival>, "push" | "size" | "waited">
  readonly limits: NodeLimits
  readonly isStopping: () => boolean
  readonly meter: Meter
  /** Ends the calls that have waited long enough: one timer for all. */
  readonly deadlines: Alarm
  /** Milliseconds of a clock that never jumps. */
  readonly elapsed: () => number
}

/** The boundary where the name of a call gains its type. */
const callId = (id: string): Call => id as Call

/** A message may carry hundreds of arguments, as that of a log that a peer lacks: only a small part of it is for one. */
const largest = wireLimits.bytes / 256
const argumentLimits: Limits = { ...wireLimits, bytes: largest, text: largest }

/** Why what a call was told beside its argument is nothing that it could keep to. */
const strangeIn = (options: unknown): string | undefined => {
  if (!isRecord(options)) return `${shown(options)} is no object such as { timeout: "2 seconds" }`
  const unknown = Object.keys(options).find((name) => name !== "timeout")
  return unknown === undefined ? undefined : `there is no ${unknown}, only a timeout`
}

const millisOf = (duration: Duration.Input): number => Duration.toMillis(Duration.fromInputUnsafe(duration))

/**
 * A call is refused before it begins rather than made to wait: peers wait for room, clients are told. Half of the mailbox is the peers'
 * alone, and when the first call in it has waited too long, a further one would wait longer.
 */
export const asking = ({ role, calls, mailbox, limits, isStopping, meter, deadlines, elapsed }: Asked): Ask => {
  const longestWait = millisOf(limits.callWait)
  const usualPatience = millisOf(limits.callTimeout)
  const take = makeTake(argumentLimits)
  const isFull = (): boolean =>
    calls.size() >= limits.calls || mailbox.size() * 2 >= limits.mailbox || mailbox.waited() > longestWait

  const fail = (error: CallError): Effect.Effect<never, CallError> => {
    meter.failed(error._tag)
    return Effect.fail(error)
  }

  /** Why a call is not even begun, if it is not: whoever is refused must cost next to nothing. */
  const refusal = (name: string): CallError | undefined => {
    if (isStopping()) return new Stopped({ call: name, wasBegun: false })
    return isFull() ? withoutStack(() => new Overloaded({ call: name })) : undefined
  }

  const reject = (call: string, reason: string) => fail(withoutStack(() => new Rejected({ call, reason })))

  const begin = (
    name: string,
    argument: unknown,
    patience: number,
    trace: TraceContext | undefined,
  ): Effect.Effect<unknown, CallError> =>
    Effect.callback<unknown, CallError>((resume) => {
      const began = elapsed()
      const id = calls.open(name, began + patience, {
        succeed(value) {
          meter.answered(name, elapsed() - began)
          resume(Effect.succeed(value))
        },
        fail: (error) => resume(fail(error)),
      })
      deadlines.reset()
      mailbox.push({ kind: "call", name, argument, call: callId(id), ...(trace && { trace }) })
      return Effect.sync(() => calls.forget(id))
    })

  return (name, argument, options) => {
    const codecs = Object.hasOwn(role.calls, name) ? role.calls[name] : undefined
    if (codecs === undefined) return Effect.die(new Error(`${role.name} has no call ${name}`))
    return Effect.withFiber((fiber) => {
      const refused = refusal(name)
      if (refused !== undefined) return fail(refused)
      const strange = options === undefined || options === null ? undefined : strangeIn(options)
      if (strange !== undefined) return reject(name, `its options cannot be kept: ${strange}`)
      const taken = take(codecs.argument, argument)
      if (taken.kind === "refused") return reject(name, `its argument cannot be written: ${taken.reason}`)
      if (taken.value === null && (argument ?? null) !== null)
        return reject(name, `it takes no argument, and ${shown(argument)} was given: options come after null`)
      const patience = options?.timeout === undefined ? usualPatience : patienceIn(options.timeout)
      if (typeof patience === "string") return reject(name, `its timeout cannot be kept: ${patience}`)
      return begin(name, taken.value, patience, callersTrace(fiber.context))
    })
  }
}
