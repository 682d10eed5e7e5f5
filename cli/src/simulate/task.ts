import { checkableOf, type Source } from "@lockstep/checker"
import { type Compiled, loadCompiled, type TakenBranch } from "@lockstep/generator/compiled"
import type { AnyModel } from "@lockstep/language"
import { type FaultName, type Simulator, simulator } from "@lockstep/simulator"
import type { Span } from "./arguments.ts"

/** A simulation as data: each thread makes its own of it. */
export interface Task {
  readonly source: Source
  readonly nodes: { readonly [role: string]: number }
  readonly compiled: Compiled
  readonly timers: { readonly [timer: string]: Span }
  readonly faults?: ReadonlySet<FaultName>
  readonly decisions?: number
}

/** What runs schedules, in one thread. */
export interface Engine {
  readonly simulator: Simulator
  /** The branches of the protocol's handlers, and how often each was taken so far; those of a mutant are not counted. */
  readonly branches: (() => readonly TakenBranch[]) | undefined
}

/** The model with other numbers of nodes. */
export const withNodes = (model: AnyModel, nodes: Task["nodes"]): AnyModel => ({
  ...model,
  nodes: { ...model.nodes, ...nodes },
})

/** Loads the code and puts it into a world. */
export const engineOf = async (model: AnyModel, { compiled, nodes: _, source: __, ...rest }: Task): Promise<Engine> => {
  const { library, branches } = await loadCompiled(compiled)
  return { simulator: simulator({ model, library, ...rest }), branches }
}

/** Does the same in a thread that has not loaded the model yet. */
export const engineAnew = async (task: Task): Promise<Engine> => {
  const { url, name } = task.source
  const module = (await import(url)) as { readonly [name: string]: unknown }
  const model = checkableOf(module[name])
  if (model?.kind !== "model") throw new Error(`${url} does not export a model ${name}`)
  return engineOf(withNodes(model, task.nodes), task)
}
