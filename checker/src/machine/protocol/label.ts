import { handlerName, type Input } from "@lockstep/language"
import type { StepLabel } from "../../report.ts"
import type { NodeInfo } from "./nodes.ts"
import type { PendingActivity } from "./reactions.ts"

/** The kinds of steps, as the machine numbers them. */
export const kinds = {
  own: 0,
  message: 1,
  duplicate: 2,
  overtake: 3,
  loss: 4,
  perform: 5,
  crash: 6,
  stop: 7,
  tick: 8,
  call: 9,
  interruption: 10,
} as const

const names = Object.keys(kinds) as readonly (keyof typeof kinds)[]

const inputLabel = (node: NodeInfo, input: Input): StepLabel => {
  const common = { node: node.id, handler: `${node.roleName}.${handlerName(input)}` }
  switch (input.kind) {
    case "message":
      return { ...common, kind: "message", name: input.message.type, detail: input.message, from: input.from }
    case "timer":
      return { ...common, kind: "timer", name: input.timer }
    case "call":
      return { ...common, kind: "call", name: input.name, detail: input.argument, from: input.call.split(".")[0] ?? "" }
    case "result":
      return { ...common, kind: "result", name: input.activity, detail: input.result }
    default:
      return { ...common, kind: "crash", name: input.kind }
  }
}

/** Of which kind a step was, which node acted, and what it was about. */
export interface Happened {
  readonly kind: number
  readonly node: NodeInfo
  readonly what: unknown
}

/** Names a step in the words of the protocol. */
export const labelOf = ({ kind, node, what }: Happened): StepLabel => {
  const name = names[kind] ?? "own"
  switch (name) {
    case "own":
    case "message":
    case "call":
      return inputLabel(node, what as Input)
    case "duplicate":
    case "overtake":
      return { ...inputLabel(node, what as Input), kind: name }
    case "interruption": {
      const label = inputLabel(node, what as Input)
      return { ...label, kind: name, interrupted: label.kind }
    }
    case "loss": {
      const { handler: _, ...label } = inputLabel(node, what as Input)
      return { ...label, kind: "loss" }
    }
    case "perform": {
      const { activity, answer, request } = what as PendingActivity
      return { kind: "perform", node: node.id, name: activity, detail: { request, answer } }
    }
    case "crash":
      return { kind: "crash", node: node.id, name, handler: `${node.roleName}.recover` }
    default:
      return { kind: name, node: node.id, name }
  }
}
