import { check } from "@lockstep/checker"
import type { AnyModel } from "@lockstep/language"
import { compileInMemory } from "@lockstep/generator"
import { type Instance, loadInstances } from "../load/models.ts"
import { noSubject } from "../load/subject.ts"
import { type UserError, userErrors } from "../messages.ts"
import type { SimulateArguments } from "./arguments.ts"
import { type Engine, engineOf, type Task, withNodes } from "./task.ts"

/** An instance with the code of its protocol, ready to run. */
export interface Prepared extends Engine {
  readonly kind: "prepared"
  readonly instance: Instance
  readonly model: AnyModel
  readonly task: Task
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

const unknownRole = (model: AnyModel, nodes: SimulateArguments["nodes"]): UserError | undefined => {
  const strange = Object.keys(nodes).find((role) => model.nodes[role] === undefined)
  return strange === undefined ? undefined : userErrors.unknownChoice("nodes", strange, Object.keys(model.nodes))
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
  const strange = unknownRole(chosen.model, asked.nodes) ?? unknownTimer(model, asked.timers)
  const reason = strange ?? (await stillborn(chosen, model))
  if (reason !== undefined) return reason
  const { file, url, name, isProtocol } = chosen
  const mutant = isProtocol ? {} : { mutant: { protocol: model.protocol, url, name } }
  const compiled = await compileInMemory(file, { ...mutant, counts: true })
  if (compiled.kind === "refused") {
    if (compiled.why !== "diagnostics") return noSubject(file, compiled)
    const { pretty } = await import("../lint/diagnostics.ts")
    process.stderr.write(pretty(compiled.diagnostics))
    return userErrors.notCompiled(file)
  }
  const { faults, decisions, timers, nodes } = asked
  const task = {
    ...{ source: { url, name }, nodes, timers, compiled },
    ...(faults !== undefined && { faults }),
    ...(decisions !== undefined && { decisions }),
  }
  const engine = await engineOf(model, task)
  return { ...{ kind: "prepared", instance: { ...chosen, model }, model, task }, ...engine }
}
