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

/** What each model of a file is made of: the `protocol` of a call, or something that cannot be followed. */
const modelledIn = (program: Program, file: ts.SourceFile): readonly (ts.Node | undefined)[] =>
  callsOf(program, file, "model").map(({ arguments: [given] }) => {
    const call = given && follow(program, given)
    return call !== undefined && ts.isCallExpression(call) ? call.expression : call
  })

const aboutOf = (
  { entry }: Program,
  all: readonly Spec[],
  modelled: readonly (ts.Node | undefined)[],
): readonly Spec[] => {
  const own = all.filter(({ file, node }) => file === entry.fileName || modelled.includes(node))
  return own.length > 0 ? own : all
}

/** The files whose exports a file passes on as its own, by `export … from`. */
const passedOn = (program: Program, file: ts.SourceFile, found = new Set<ts.SourceFile>()): Set<ts.SourceFile> => {
  for (const { moduleSpecifier } of file.statements.filter(ts.isExportDeclaration)) {
    const symbol = moduleSpecifier && program.checker.getSymbolAtLocation(moduleSpecifier)
    const source = symbol?.valueDeclaration
    if (source === undefined || !ts.isSourceFile(source) || found.has(source)) continue
    found.add(source)
    passedOn(program, source, found)
  }
  return found
}

/** The protocols that a file's models run, also those that it passes on; all that it imports, where that is not to be seen of each. */
export const modelledSpecs = (program: Program): readonly Spec[] => {
  const all = readSpecs(program)
  const files = [program.entry, ...passedOn(program, program.entry)]
  const modelled = files.flatMap((file) => modelledIn(program, file))
  const isKnown = (one: ts.Node | undefined): boolean => all.some(({ node }) => node === one)
  return modelled.every(isKnown) ? aboutOf(program, all, modelled) : all
}

/** What a file imports may have protocols of its own: it is about those that it holds or has models of, if there are any. */
export const subjectOf = (program: Program, all: readonly Spec[]): Subject | NoSubject => {
  const [spec, second, ...rest] = aboutOf(program, all, modelledIn(program, program.entry))
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
