import type { Program } from "../1-read/program.ts"
import type { Spec } from "../1-read/spec.ts"
import type { Complaint } from "../diagnostic.ts"
import type { ts } from "../typescript.ts"

/** What a rule knows of the code that is run, and how it complains. */
export interface CodeScene {
  readonly program: Program
  readonly report: (node: ts.Node, complaint: Complaint) => void
}

/** What a rule knows of the code that makes states. */
export interface StateScene extends CodeScene {
  /** The types of the states that are made there. */
  readonly stateTypes: readonly ts.Type[]
}

/** What a rule knows of a whole protocol. */
export interface Scene extends StateScene {
  readonly spec: Spec
}

/** Looks at one node of any code that is run. */
export type CodeRule = (scene: CodeScene, node: ts.Node) => void

/** Looks at one node of the code that makes states. */
export type StateRule = (scene: StateScene, node: ts.Node) => void

/** Looks at one node of the code that makes states and effects. */
export type NodeRule = (scene: Scene, node: ts.Node) => void
