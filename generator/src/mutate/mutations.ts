import { eachValue, reach } from "../1-read/reach.ts"
import { openProgram, type Program } from "../1-read/program.ts"
import type { RoleSpec } from "../1-read/spec.ts"
import { modelledSpecs } from "../1-read/subject.ts"
import { type Place, placeOf } from "../place.ts"
import { ts } from "../typescript.ts"
import { comparisons, guards } from "./conditions.ts"
import { effects, orders } from "./effects.ts"
import { quorums, sums } from "./numbers.ts"
import type { Operator, Replacement, Rule } from "./replacement.ts"
import { assignments, fields } from "./writes.ts"

/** One change to the text of a spec, small enough to be a slip of its author. */
export interface Mutation extends Place {
  readonly operator: Operator
  /** What is replaced, as positions in the text of the file. */
  readonly from: number
  readonly to: number
  readonly before: string
  readonly after: string
}

const rules: readonly Rule[] = [guards, comparisons, quorums, sums, effects, orders, fields, assignments]

/** What the inputs of a role can run. Views are left out: they decide nothing. */
const piecesOf = (program: Program, { handlers, start, recover, initial }: RoleSpec): readonly ts.Node[] =>
  reach(program, [
    ...[...handlers, start, recover].flatMap((handler) => (handler === null ? [] : [handler.node])),
    ...(initial === null ? [] : [initial]),
  ])

/** A durable field that a crash takes away. */
const volatiles = ({ durableNodes }: RoleSpec): readonly Replacement[] =>
  durableNodes.flatMap((node) => {
    if (!ts.isArrayLiteralExpression(node.parent)) return []
    const kept = node.parent.elements.filter((other) => other !== node).map((other) => other.getText())
    return [{ operator: "volatile" as const, node: node.parent, text: `[${kept.join(", ")}]` }]
  })

/** A timer that always runs, and one that never does. */
const timers = ({ handlers }: RoleSpec): readonly Replacement[] =>
  handlers
    .filter(({ name }) => /^timers\..*\.while$/.test(name))
    .flatMap(({ node }) => ["() => true", "() => false"].map((text) => ({ operator: "guard" as const, node, text })))

const mutationOf = ({ operator, node, text }: Replacement): Mutation => ({
  operator,
  ...placeOf(node),
  from: node.getStart(),
  to: node.getEnd(),
  before: node.getText(),
  after: text,
})

const keyOf = ({ file, from, to, after }: Mutation): string => [file, from, to, after].join("\0")

const inOrder = (left: Mutation, right: Mutation): number =>
  left.file === right.file ? left.from - right.from || left.to - right.to : left.file < right.file ? -1 : 1

/** Every small change to the handlers of the protocols that a file holds or has models of; `null` when there is no such file. */
export const mutationsOf = (file: string): readonly Mutation[] | null => {
  const program = openProgram(file)
  if (program === null) return null
  const found = new Map<string, Mutation>()
  const add = (replacement: Replacement): void => {
    const mutation = mutationOf(replacement)
    if (mutation.before !== mutation.after) found.set(keyOf(mutation), mutation)
  }
  for (const role of modelledSpecs(program).flatMap(({ roles }) => roles)) {
    volatiles(role).forEach(add)
    timers(role).forEach(add)
    for (const piece of piecesOf(program, role))
      eachValue(piece, (node) => {
        for (const rule of rules) rule(program, node).forEach(add)
      })
  }
  return [...found.values()].toSorted(inOrder)
}

/** The text of a file with one change made. */
export const mutated = (text: string, { from, to, after }: Mutation): string =>
  text.slice(0, from) + after + text.slice(to)
