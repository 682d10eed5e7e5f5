import { type Place, placeOf } from "./place.ts"
import type { ts } from "./typescript.ts"

/** What a diagnostic says, wherever it stands. */
export interface Message {
  /** A stable word: `reads-clock`. */
  readonly code: Code
  /** Why it cannot stay. */
  readonly reason: string
  /** What to write instead. */
  readonly fix: string
}

/** What a rule says, in the words of protocols, and where those would mislead the author of an algorithm, in theirs. */
export interface Complaint extends Message {
  readonly inAlgorithm?: Partial<Message>
}

/** What a complaint says to the author of an algorithm. */
export const toldInAlgorithm = ({ inAlgorithm, ...message }: Complaint): Message => ({ ...message, ...inAlgorithm })

const lowered = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1)

/** What a complaint says of code that a protocol and an algorithm run: the reason of an algorithm holds for both, and each is mended in its own way. */
export const toldInBoth = (complaint: Complaint): Message => {
  const message = toldInAlgorithm(complaint)
  if (message.fix === complaint.fix) return message
  return { ...message, fix: `${complaint.fix.replace(/\.$/, "")}; in an algorithm: ${lowered(message.fix)}` }
}

/** Something in a spec that would make its four uses differ. */
export interface Diagnostic extends Message, Place {
  /** The column behind the token, or behind the line where the token goes on. */
  readonly endColumn: number
}

/** Every code there is, with what it is about in a few words. */
export const codes = {
  "accesses-global": "A name that the spec does not declare.",
  "depends-on-locale": "A text that depends on where the machine stands.",
  "depends-on-order": "An order that the language does not define.",
  "drops-effect": "An effect that is built and never returned.",
  "durable-never-written": "A durable field that no handler writes.",
  "foreign-code": "Code that the analysis cannot follow.",
  "is-asynchronous": "Something that goes on after the step.",
  "message-differs": "A message that two roles send in different shapes.",
  "message-never-heard": "A message without a handler.",
  "message-never-sent": "A message that no handler sends.",
  "misses-case": "A switch that does not know every case.",
  "mutable-module-state": "State that lives outside of the nodes.",
  "mutates-value": "A value that is changed in place.",
  "native-collection": "A collection that is not the language's own.",
  "not-by-name": "Something that is not called by a name of its own.",
  "performs-io": "Input or output inside a step.",
  "reads-clock": "A clock that is not the node's own.",
  "role-not-readable": "A role that the analysis cannot follow.",
  "surplus-key": "A field that its type does not have.",
  "timer-never-armed": "A timer whose `while` can never hold.",
  "type-error": "What TypeScript itself complains of.",
  "unsafe-integer": "A number that is no safe integer.",
  "unsupported-type": "A type that is not data.",
  "uses-class": "A class or an instance of one.",
  "uses-generator": "A function that keeps hidden state.",
  "uses-randomness": "Chance that the checker does not see.",
  "uses-this": "A receiver that the analysis cannot know.",
} as const

/** The stable name of a kind of diagnostic. */
export type Code = keyof typeof codes

/** A diagnostic at a node's first token. */
export const diagnosticAt = (node: ts.Node, { code, reason, fix }: Message): Diagnostic => {
  const source = node.getSourceFile()
  const place = placeOf(node)
  const end = source.getLineAndCharacterOfPosition(node.getEnd())
  const lineEnd = source.getLineEndOfPosition(node.getStart(source))
  const last = end.line + 1 === place.line ? end : source.getLineAndCharacterOfPosition(lineEnd)
  return { ...place, endColumn: last.character + 1, code, reason, fix }
}

const before = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0)

/** The order in which diagnostics are told: as a reader meets them. */
export const compareDiagnostics = (a: Diagnostic, b: Diagnostic): number =>
  before(a.file, b.file) ||
  a.line - b.line ||
  a.column - b.column ||
  before(a.code, b.code) ||
  before(a.reason, b.reason)
