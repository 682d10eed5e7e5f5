import type { Program } from "../1-read/program.ts"
import type { ts } from "../typescript.ts"

/** What is done to a spec to see whether its model notices. */
export type Operator =
  "guard" | "comparison" | "quorum" | "off by one" | "volatile" | "effect" | "order" | "write" | "assignment"

/** Another text for a node. */
export interface Replacement {
  readonly operator: Operator
  readonly node: ts.Node
  readonly text: string
}

/** Says what may be put in the place of a node. */
export type Rule = (program: Program, node: ts.Node) => readonly Replacement[]
