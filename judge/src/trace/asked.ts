import { type Effect, equal, type Input } from "@lockstep/language"
import { type Refusal, refusal } from "./refusal.ts"

/** What a node has asked of the application, and the application of it. */
export interface Asked {
  /** Why an input cannot come now. */
  readonly doubt: (input: Input) => Refusal | undefined
  readonly note: (input: Input, effects: readonly Effect[]) => void
  /** Steps are missing: what was asked for in them is not known, and nothing said of results from now on. */
  readonly forget: () => void
}

const keyOf = ({ activity, key }: { readonly activity: string; readonly key: string }): string =>
  JSON.stringify([activity, key])

/** What is asked for is durable: it outlives every crash, until its result has come. */
export const makeAsked = (): Asked => {
  const pending = new Map<string, unknown>()
  const calls = new Set<string>()
  let isKnown = true

  const doubtResult = (input: Extract<Input, { kind: "result" }>): Refusal | undefined => {
    if (!isKnown) return undefined
    if (!pending.has(keyOf(input)))
      return refusal("nobody-asked", `is given a result of ${input.activity}(${input.key}), which it had not asked for`)
    const request = pending.get(keyOf(input))
    if (equal(request, input.request)) return undefined
    return refusal("nobody-asked", `is given the result of another request of ${input.activity}`, {
      spec: request,
      recorded: input.request,
    })
  }

  return {
    doubt(input) {
      if (input.kind === "result") return doubtResult(input)
      if (input.kind !== "call" || !calls.has(input.call)) return undefined
      return refusal("call-comes-again", `is asked ${input.name} as ${input.call}, which was another call's name`)
    },
    note(input, effects) {
      if (input.kind === "result") pending.delete(keyOf(input))
      if (input.kind === "call") calls.add(input.call)
      for (const effect of effects)
        if (effect.kind === "perform" && !pending.has(keyOf(effect))) pending.set(keyOf(effect), effect.request)
    },
    forget: () => void (isKnown = false),
  }
}
