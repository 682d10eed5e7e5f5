import type { Checkable, PropertyKind } from "@lockstep/checker"
import type { AnyModel } from "@lockstep/language"

type Named = { readonly [name: string]: unknown }
const isNamed = (value: unknown): value is Named => typeof value === "object" && value !== null

const at = (value: unknown, name: string): unknown => (isNamed(value) ? value[name] : undefined)

/** A refinement is checked where behaviours begin, and step by step; its author wrote one. */
const authorsName = (name: string): string => name.replace(/, at the beginning$/, "")

/** What properties are written in. */
const holdersOf = (model: Checkable): readonly unknown[] => (model.kind === "model" ? [model, model.protocol] : [model])

/** The function that an author wrote for a property. */
export const propertySubject = (model: Checkable, kind: PropertyKind, name: string): unknown => {
  const holders = holdersOf(model)
  const group = (holder: unknown): unknown => (kind === "ends" ? holder : at(holder, kind))
  const found = holders.map((holder) => at(group(holder), authorsName(name))).find((one) => one !== undefined)
  return at(found, "map") ?? found
}

/** The names of all that must be reachable. */
export const goalNames = (model: Checkable): readonly string[] =>
  holdersOf(model).flatMap((holder) => Object.keys(at(holder, "reachable") ?? {}))

const inRole = (model: AnyModel, [role = "", ...path]: readonly string[]): unknown =>
  path.reduce<unknown>(at, at(at(model.protocol.roles, role), "definition"))

const actionOf = (algorithm: unknown, name: string): unknown => {
  const action = at(at(algorithm, "actions"), name)
  return at(action, "run") ?? action
}

/** The action of a machine that is refined, or the map to it where the machine cannot even begin. */
const inRefinement = (model: Checkable, handler: string): unknown => {
  const [, name = "", action = ""] = /^refines\.(.+)\.([^.]+)$/.exec(handler) ?? []
  const refined = holdersOf(model)
    .map((holder) => at(at(holder, "refines"), name))
    .find((one) => one !== undefined)
  return actionOf(at(refined, "machine"), action) ?? at(refined, "map")
}

/** The function that an author wrote for a handler, from its name in a report. */
export const handlerSubject = (model: Checkable, handler: string): unknown => {
  const own = model.kind === "model" ? inRole(model, handler.split(".")) : actionOf(model, handler)
  return own ?? inRefinement(model, handler)
}

const functionsIn = (value: unknown): unknown[] =>
  typeof value === "function" ? [value] : isNamed(value) ? Object.values(value).flatMap(functionsIn) : []

/** Every function that stands in the roles or actions of a model. */
export const handlersOf = (model: Checkable): unknown[] =>
  model.kind === "model"
    ? Object.values(model.protocol.roles).flatMap(({ definition }) => functionsIn(definition))
    : functionsIn(model.actions)
