import { relative } from "node:path"
import type { PropertyKind, SpecFault } from "@lockstep/checker"
import type { Instance } from "../load/models.ts"
import { excerptAt } from "../source/excerpt.ts"
import type { Locator } from "../source/locate.ts"
import { propertySubject } from "../source/subjects.ts"
import { happening } from "../trace/happening.ts"
import { showValue } from "../trace/values.ts"
import { paint } from "./paint.ts"

interface Thrown {
  readonly reason: string
  readonly place?: { readonly file: string; readonly line: number; readonly column: number }
}

/** What was thrown carries the place after its message. */
export const thrown = (reason: string): Thrown => {
  const [, message, file, line, column] = /^(.*) at (\/.*):(\d+):(\d+)$/s.exec(reason) ?? []
  if (message === undefined || file === undefined) return { reason }
  return { reason: message, place: { file, line: Number(line), column: Number(column) } }
}

type Input = { readonly [field: string]: unknown; readonly kind: string }
const isInput = (input: unknown): input is Input => typeof input === "object" && input !== null && "kind" in input

/** An input of a node, in the words of a trace. */
const showInput = (instance: Instance, input: unknown): string => {
  if (instance.model.kind !== "model" || !isInput(input)) return showValue(input)
  const text = (field: string): string => String(input[field])
  switch (input.kind) {
    case "message":
      return happening({ kind: "message", name: "", detail: input["message"], from: text("from") })
    case "timer":
      return happening({ kind: "timer", name: text("timer") })
    case "call":
      return `${text("name")}(${showValue(input["argument"])})`
    case "result":
      return happening({ kind: "result", name: text("activity"), detail: input["result"] })
    default:
      return input.kind
  }
}

const deeds: { readonly [code: string]: string } = { threw: "throws ", "wrote-input": "writes to its input: " }

/** `within` stands beside `ends`, and is found as that is. */
const kinds: readonly PropertyKind[] = ["always", "step", "never", "reachable", "refines", "history", "ends"]

const kindOf = ({ model }: Instance, name: string): PropertyKind =>
  kinds.find((kind) => propertySubject(model, kind, name) !== undefined) ?? "always"

/** Where a mistake stands: where it was thrown, or the handler or property that has it, or what they are parts of. */
export const faultPlace = (instance: Instance, fault: SpecFault, locator: Locator) => {
  const { handler } = fault
  const written =
    locator.handler(instance, handler) ??
    locator.property(instance, kindOf(instance, handler), handler) ??
    locator.instance(instance)
  return thrown(fault.reason).place ?? (written && { file: written.file, line: written.line })
}

/** The same in words. */
export const faultWhere = (instance: Instance, fault: SpecFault, locator: Locator): string | undefined => {
  const found = faultPlace(instance, fault, locator)
  return (
    found && [relative(process.cwd(), found.file), found.line, ...("column" in found ? [found.column] : [])].join(":")
  )
}

/** Who makes a mistake, and which. */
export const faultText = ({ handler, code, reason }: SpecFault): string =>
  `${handler}: ${deeds[code] ?? ""}${thrown(reason).reason}`

/** A mistake in a spec: what, where, on what input, and what to do next. */
export const faultLines = (instance: Instance, fault: SpecFault, locator: Locator): string[] => {
  const { place } = thrown(fault.reason)
  const where = faultWhere(instance, fault, locator)
  return [
    `  ${paint("red", "✗")} ${faultText(fault)}  [${fault.code}]`,
    ...(where === undefined ? [] : [`    ${paint("dim", where)}`]),
    ...(place === undefined ? [] : excerptAt(place).map((line) => `  ${line}`)),
    ...(fault.input === undefined ? [] : [`    on: ${showInput(instance, fault.input)}`]),
    `    ${fault.fix}`,
  ]
}
