import type { AnyAlgorithm, AnyModel, Mutant } from "@lockstep/language"
import { algorithmMachine } from "./algorithm.ts"
import type { Common } from "./common.ts"
import type { Machine } from "./machine.ts"
import { protocolMachine } from "./protocol/index.ts"

/** What can be checked. */
export type Checkable = AnyModel | AnyAlgorithm

/** Where a model is written, so that another thread can load it too. */
export interface Source {
  readonly url: string
  readonly name: string
}

/** The machine that a model or an algorithm is. */
export const machineFor = (model: Checkable, common?: Common): Machine =>
  model.kind === "algorithm" ? algorithmMachine(model, common?.journal) : protocolMachine(model, common)

/** What a module's export lets one check: a model, an algorithm, or the model of a mutant. */
export const checkableOf = (value: unknown): Checkable | undefined => {
  if (typeof value !== "object" || value === null || !("kind" in value)) return undefined
  if (value.kind === "mutant") return (value as Mutant).model
  return value.kind === "model" || value.kind === "algorithm" ? (value as Checkable) : undefined
}

/** Loads a model from its module and makes its machine. */
export const machineOf = async ({ url, name }: Source, common: Common): Promise<Machine> => {
  const module = (await import(url)) as { readonly [name: string]: unknown }
  const model = checkableOf(module[name])
  if (model === undefined) throw new Error(`${url} does not export a model ${name}`)
  return machineFor(model, common)
}
