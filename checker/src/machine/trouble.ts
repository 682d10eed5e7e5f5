import { type Fault, handlerName, type Input } from "@lockstep/language"
import { kindOf, SpecTrouble, unsupported } from "../store/encode.ts"
import { authorsPlace, safely, thrownText } from "../thrown.ts"

const fixes: { readonly [code: string]: string } = {
  "no-handler": "add the handler, or do not send this",
  "not-a-state": "return the state, alone or first in an array before the effects",
  "surplus-field": "correct the field's name, or add it to `initial`",
  "missing-field": "build the new state with `{ ...node, ... }`",
  "not-an-effect": "return only what send, broadcast, restart, reply, reject, perform and emit give back",
  threw:
    "answer whatever can come: a handler with its unchanged state, an action with `false`, a property with true or false",
  impure: "compute the result from the arguments alone: no outer variable, no clock, no randomness",
  "unsupported-value": "use booleans, safe integers, strings, null, arrays, records, List, Set and Map",
  "wrote-input": "build a new value instead: `{ ...state, field }`, `[...list, item]`",
  "unknown-node": "send only to names that came from self, from, peers, nodes or a message",
  "orders-nodes": "leave `symmetry` out, or treat all that it exchanges alike",
  "no-service": "describe the service in the model's `activities`",
  endless: "make sure every loop and recursion ends",
  "bad-model": "correct it where the model or the algorithm is made",
}

/** Stops the search: the spec broke a rule while `handler` worked on `input`. */
export const trouble = (
  code: string,
  handler: string,
  reason: string,
  input?: unknown,
  fix = fixes[code] ?? "correct the spec",
): never => {
  throw new SpecTrouble({ code, reason, handler, ...(input !== undefined && { input }), fix })
}

/** What was thrown, at the innermost place that is the author's: `pick` and the collections throw in ours. */
const innermost = (error: unknown): string => {
  const text = thrownText(error)
  const place = authorsPlace(error)
  return place === undefined ? text : `${text} at ${place.file}:${place.line}:${place.column}`
}

/** A piece of the spec that runs, and what it was given. */
interface Running {
  readonly handler: string
  readonly input: unknown
  readonly began: number
}

/** The clock as it is before anybody forbids specs to look at it. */
const now = performance.now.bind(performance)

let running: Running | undefined

/** What was running when the engine cut it off. */
export const takeInterrupted = (): Running | undefined => {
  const interrupted = running
  running = undefined
  return interrupted
}

/** What the engine says of those who write to what is frozen. */
const isWriting = (error: unknown): boolean =>
  error instanceof TypeError &&
  /read only|only a getter|not extensible|Cannot (assign|add|delete|redefine)/.test(error.message)

/** Runs a piece of the spec; what it throws becomes trouble with its name on it. */
export const guarded = <Value>(handler: string, input: unknown, run: () => Value): Value => {
  const outer = running
  running = { handler, input, began: now() }
  try {
    const value = run()
    running = outer
    return value
  } catch (error) {
    const isTold = safely(() => error instanceof SpecTrouble)
    const value = safely(() => unsupported(error))
    const writes = safely(() => isWriting(error))
    const reason = innermost(error)
    running = outer
    if (isTold) throw error
    if (value !== undefined)
      return trouble("unsupported-value", handler, `gave ${value.path || "a value"}: ${value.reason}`, input)
    return trouble(writes ? "wrote-input" : "threw", handler, reason, input)
  }
}

/** What a property or a condition gave, which is nothing but `true` or `false`. */
export const demandTruth = (name: string, value: unknown): boolean =>
  typeof value === "boolean"
    ? value
    : trouble(
        "not-a-state",
        name,
        `gave ${kindOf(value)} where true or false was due`,
        undefined,
        "give `true` or `false`",
      )

/** Reports a rule that the language itself found broken. */
export const reportFault = (role: string, input: Input, fault: Fault): never =>
  trouble(fault.code, `${role}.${handlerName(input)}`, fault.reason, input)
