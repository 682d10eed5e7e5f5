import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { RoleLibrary } from "../library.ts"
import type { Call } from "../value.ts"
import type { Arrival, TraceContext } from "./arrival.ts"
import type { Calls } from "./calls.ts"
import { type CallError, Overloaded, Stopped, TimedOut, withoutStack } from "./errors.ts"
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
  readonly mailbox: Mailbox<Arrival>
  readonly limits: NodeLimits
  readonly isStopping: () => boolean
  readonly meter: Meter
  /** Milliseconds of a clock that never jumps. */
  readonly elapsed: () => number
}

/** The boundary where the name of a call gains its type. */
const callId = (id: string): Call => id as Call

/** A call is refused before it begins rather than made to wait: peers wait for room, clients are told. Half of the mailbox is the peers' alone. */
export const asking = ({ role, calls, mailbox, limits, isStopping, meter, elapsed }: Asked): Ask => {
  const isFull = (): boolean => calls.size() >= limits.calls || mailbox.size() * 2 >= limits.mailbox

  const fail = (error: CallError): Effect.Effect<never, CallError> => {
    meter.failed(error._tag)
    return Effect.fail(error)
  }

  /** Why a call is not even begun, if it is not: whoever is refused must cost next to nothing. */
  const refusal = (name: string): CallError | undefined => {
    if (isStopping()) return new Stopped({ call: name, wasBegun: false })
    return isFull() ? withoutStack(() => new Overloaded({ call: name })) : undefined
  }

  const begin = (name: string, argument: unknown, trace: TraceContext | undefined): Effect.Effect<unknown, CallError> =>
    Effect.callback<unknown, CallError>((resume) => {
      const began = elapsed()
      const id = calls.open(name, {
        succeed(value) {
          meter.answered(name, elapsed() - began)
          resume(Effect.succeed(value))
        },
        fail: (error) => resume(fail(error)),
      })
      mailbox.push({ kind: "call", name, argument, call: callId(id), ...(trace && { trace }) })
      return Effect.sync(() => calls.forget(id))
    })

  return (name, argument, options) => {
    if (!Object.hasOwn(role.calls, name)) return Effect.die(new Error(`${role.name} has no call ${name}`))
    return Effect.withFiber((fiber) => {
      const refused = refusal(name)
      if (refused !== undefined) return fail(refused)
      return Effect.timeoutOrElse(begin(name, argument, callersTrace(fiber.context)), {
        duration: options?.timeout ?? limits.callTimeout,
        orElse: () => fail(new TimedOut({ call: name })),
      })
    })
  }
}
