import type { StepLabel } from "@lockstep/checker"
import { showTagged, showValue } from "./values.ts"

const argument = (value: unknown): string => (value === undefined || value === null ? "" : showValue(value))

const performed = (detail: unknown): string => {
  const { request, answer } = detail as { readonly request: unknown; readonly answer: unknown }
  return `(${argument(request)}) comes to ${showValue(answer)}`
}

/** The input of a step that was cut short. */
const cutShort = ({ interrupted, name, detail, from }: StepLabel): string => {
  if (interrupted === "message") return `${showTagged(detail)} from ${from}`
  if (interrupted === "call") return `${name}(${argument(detail)}) of ${from}`
  return interrupted === "result" ? `the answer ${showValue(detail)} of ${name}` : `its ${name} timer`
}

/** What happened in a step, as one says it. */
export const happening = (label: StepLabel): string => {
  const { kind, name, detail, from } = label
  switch (kind) {
    case "message":
      return `${showTagged(detail)} from ${from}`
    case "duplicate":
      return `${showTagged(detail)} from ${from}, and a copy stays`
    case "overtake":
      return `${showTagged(detail)} from ${from} overtakes`
    case "loss":
      return `${showTagged(detail)} from ${from} is lost`
    case "timer":
      return `${name} timer fires`
    case "call":
      return `${from} calls ${name}(${argument(detail)})`
    case "result":
      return `${name} answers ${showValue(detail)}`
    case "perform":
      return `${name}${performed(detail)}`
    case "crash":
      return "crashes and restarts"
    case "stop":
      return "stops for good"
    case "interruption":
      return `crashes in the middle of ${cutShort(label)}`
    case "tick":
      return "clock ticks"
    case "action":
      return detail === undefined ? name : `${name}(${showValue(detail)})`
  }
}
