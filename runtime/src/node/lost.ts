import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { Meter } from "../observe/meter.ts"
import type { Lost } from "./outbox.ts"

/** Counts messages that are too large to be sent, and logs the first of each type for each peer: most are tried again and again. */
export const makeLost = (self: string, context: Context.Context<never>, meter: Meter): Lost => {
  const say = Effect.runForkWith(context)
  const told = new Set<string>()
  return (to, type, reason) => {
    meter.messageLost()
    const key = `${type} for ${to}`
    if (told.has(key)) return
    told.add(key)
    say(Effect.logError(`${self} cannot send a ${key}: ${reason}`))
  }
}
