import type { AnyDefinition, Effect } from "@lockstep/language"
import { kindOf } from "../../store/encode.ts"
import { isCall } from "./clients.ts"

/** What is wrong with what an effect names, and what it could name. */
interface Misnamed {
  readonly reason: string
  readonly fix: string
}

const shown = (name: unknown): string => (typeof name === "string" ? `"${name}"` : kindOf(name))

const choice = (known: readonly string[], none: string): string =>
  known.length === 0 ? none : `choose from ${known.join(", ")}`

/** The types say all this, too; to restart a timer that there is not would do nothing, and nobody would notice. */
export const misnamed = (effect: Effect, { timers = {}, results = {} }: AnyDefinition): Misnamed | undefined => {
  switch (effect.kind) {
    case "restart":
      if (Object.hasOwn(timers, effect.timer)) return undefined
      return {
        reason: `restarts ${shown(effect.timer)}, which is no timer of its role`,
        fix: choice(Object.keys(timers), "add the timer to `timers`"),
      }
    case "perform":
      if (Object.hasOwn(results, effect.activity)) return undefined
      return {
        reason: `performs ${shown(effect.activity)}, of which its role takes no result`,
        fix: choice(Object.keys(results), "take its result in `results`"),
      }
    case "reply":
    case "reject":
      if (isCall(effect.call)) return undefined
      return {
        reason: `${effect.kind === "reply" ? "replies to" : "rejects"} ${shown(effect.call)}, which is no call`,
        fix: "keep the `call` that a handler was given, and answer that",
      }
    default:
      return undefined
  }
}
