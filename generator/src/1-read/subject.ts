import { type Place, placeOf } from "../place.ts"
import { openProgram, type Program } from "./program.ts"
import { callsOf, readSpecs } from "./read.ts"
import type { Spec } from "./spec.ts"
import { follow } from "./symbols.ts"
import { ts } from "../typescript.ts"

/** The one protocol that a file is about. */
export interface Subject {
  readonly kind: "subject"
  readonly spec: Spec
}

/** Why a file is not about one protocol: it has none, or several, of which the second stands at `place`. */
export type NoSubject = { readonly kind: "refused" } & (
  | { readonly why: "no-protocol" }
  | { readonly why: "several-protocols"; readonly names: readonly string[]; readonly place: Place }
)

/** The `protocol` of each call that a file's models name. */
const modelled = (program: Program): ReadonlySet<ts.Node> =>
  new Set(
    callsOf(program, program.entry, "model").flatMap(({ arguments: [given] }) => {
      const call = given && follow(program, given)
      return call !== undefined && ts.isCallExpression(call) ? [call.expression] : []
    }),
  )

/** What a file imports may have protocols of its own: it is about those that it holds or has models of, if there are any. */
export const subjectOf = (program: Program, all: readonly Spec[]): Subject | NoSubject => {
  const named = modelled(program)
  const own = all.filter(({ file, node }) => file === program.entry.fileName || named.has(node))
  const [spec, second, ...rest] = own.length > 0 ? own : all
  if (spec === undefined) return { kind: "refused", why: "no-protocol" }
  if (second === undefined) return { kind: "subject", spec }
  const names = [spec, second, ...rest].map(({ name }) => name)
  return { kind: "refused", why: "several-protocols", names, place: placeOf(second.node) }
}

/** A file's protocol, with everything that can be read there: what is wrong with any protocol of `specs` is wrong with it. */
export interface Opened extends Subject {
  readonly program: Program
  readonly specs: readonly Spec[]
}

/** Reads a file and the protocol that it is about. */
export const openSubject = (file: string): Opened | NoSubject => {
  const program = openProgram(file)
  if (program === null) return { kind: "refused", why: "no-protocol" }
  const specs = readSpecs(program)
  const subject = subjectOf(program, specs)
  return subject.kind === "refused" ? subject : { ...subject, program, specs }
}
