import { createHash } from "node:crypto"
import type { Report } from "@lockstep/checker"
import { type CollectionKind, List, Map, Set } from "@lockstep/language"
import { itemsOf, shapeOf } from "../trace/values.ts"

/** No field of a spec is called so. */
const mark = "\u0000"

const isCollection = (shape: unknown): shape is CollectionKind => shape === "List" || shape === "Set" || shape === "Map"

/** Collections have a JSON of their own, which forgets their kind: what counts is the value in its place. */
function flat(this: { readonly [key: string]: unknown }, key: string, value: unknown): unknown {
  const own = this[key]
  const shape = shapeOf(own)
  return isCollection(shape) ? { [mark]: shape, items: itemsOf(own) } : value
}

const make: { readonly [Name in CollectionKind]: (items: readonly unknown[]) => unknown } = {
  List: (items) => List.from(items),
  Set: (items) => Set.from(items),
  Map: (items) => Map.from(items as readonly (readonly [unknown, unknown])[]),
}

const raised = (_key: string, value: unknown): unknown => {
  if (typeof value !== "object" || value === null || !(mark in value) || !("items" in value)) return value
  const { [mark]: shape, items } = value
  return isCollection(shape) && Array.isArray(items) ? make[shape](items) : value
}

/** An answer, and when it was found. */
export interface Kept {
  /** In the words of ISO 8601. */
  readonly checkedAt: string
  readonly report: Report
}

const sealOf = (content: string): string => createHash("sha256").update(content).digest("hex")

export const writeKept = (kept: Kept): string => {
  const content = JSON.stringify(kept, flat)
  return `{"seal":"${sealOf(content)}","kept":${content}}`
}

const sealed = /^\{"seal":"(?<seal>[\da-f]{64})","kept":(?<content>.*)\}$/s

/** What was written, or `undefined` for anything else: only what is whole has the form that its readers rely on. */
export const readKept = (text: string): Kept | undefined => {
  const { seal, content } = sealed.exec(text)?.groups ?? {}
  return content !== undefined && seal === sealOf(content) ? (JSON.parse(content, raised) as Kept) : undefined
}
