import { check } from "@lockstep/checker"
import type { AnyModel } from "@lockstep/language"
import { loadInMemory, type TakenBranch } from "@lockstep/generator"
import { type Simulator, simulator } from "@lockstep/simulator"
import { type Instance, loadInstances } from "../load/models.ts"
import { noSubject } from "../load/subject.ts"
import { type UserError, userErrors } from "../messages.ts"
import type { SimulateArguments } from "./arguments.ts"

/** An instance with the code of its protocol, ready to run. */
export interface Prepared {
  readonly kind: "prepared"
  readonly instance: Instance
  readonly model: AnyModel
  readonly simulator: Simulator
  /** The branches of the protocol's handlers, and how often each was taken so far; those of a mutant are not counted. */
  readonly branches: (() => readonly TakenBranch[]) | undefined
}

const usualInstance = "quick"

const isModel = (instance: Instance): instance is Instance & { readonly model: AnyModel } =>
  instance.model.kind === "model"

const example = "lockstep simulate specs/consensus/raft"

/** The instance that was named, or the quick one, or the first; of several files none is taken for all. */
const choose = async ({ path, instance }: SimulateArguments) => {
  const loaded = await loadInstances([path], instance)
  if (loaded.kind === "user-error") return loaded
  const models = loaded.instances.filter(isModel)
  const files = new Set(models.map(({ file }) => file))
  if (files.size > 1) return userErrors.pathCount("simulate", "one protocol", files.size, example)
  const chosen = models.find(({ name }) => name === usualInstance) ?? models[0]
  return chosen ?? userErrors.noProtocol(path)
}

const withNodes = (model: AnyModel, nodes: { readonly [role: string]: number }): AnyModel | UserError => {
  const strange = Object.keys(nodes).find((role) => model.nodes[role] === undefined)
  if (strange !== undefined) return userErrors.unknownChoice("nodes", strange, Object.keys(model.nodes))
  return { ...model, nodes: { ...model.nodes, ...nodes } }
}

const unknownTimer = ({ protocol }: AnyModel, timers: SimulateArguments["timers"]): UserError | undefined => {
  const known = [
    ...new Set(Object.values(protocol.roles).flatMap(({ definition }) => Object.keys(definition.timers ?? {}))),
  ]
  const strange = Object.keys(timers).find((timer) => !known.includes(timer))
  return strange === undefined ? undefined : userErrors.unknownChoice("timer", strange, known)
}

/** Why a model cannot even begin: what it brings along is no data, or contradicts itself. */
const stillborn = async ({ file, name }: Instance, model: AnyModel): Promise<UserError | undefined> => {
  const { verdict, states } = await check(model, { maxStates: 1 })
  return verdict === "faulty" && states === 0 ? userErrors.failing(file, name, verdict, []) : undefined
}

/** Compiles what is to be simulated; what the compiler finds is said where it stands. */
export const prepare = async (asked: SimulateArguments): Promise<Prepared | UserError> => {
  const chosen = await choose(asked)
  if ("kind" in chosen) return chosen
  const model = withNodes(chosen.model, asked.nodes)
  if (model.kind === "user-error") return model
  const reason = unknownTimer(model, asked.timers) ?? (await stillborn(chosen, model))
  if (reason !== undefined) return reason
  const { file, url, name, isProtocol } = chosen
  const mutant = isProtocol ? {} : { mutant: { protocol: model.protocol, url, name } }
  const loaded = await loadInMemory(file, { ...mutant, counts: true })
  if (loaded.kind === "refused") {
    if (loaded.why !== "diagnostics") return noSubject(file, loaded)
    const { pretty } = await import("../lint/diagnostics.ts")
    process.stderr.write(pretty(loaded.diagnostics))
    return userErrors.notCompiled(file)
  }
  const { faults, decisions, timers } = asked
  return {
    ...{ kind: "prepared", instance: { ...chosen, model }, model, branches: loaded.branches },
    simulator: simulator({
      ...{ model, library: loaded.library, timers },
      ...(faults !== undefined && { faults }),
      ...(decisions !== undefined && { decisions }),
    }),
  }
}
