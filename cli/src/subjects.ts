import type { Checkable, PropertyKind } from "@lockstep/checker"
import type { AnyModel } from "@lockstep/language"

type Named = { readonly [name: string]: unknown }
type Holder = { readonly [kind: string]: Named | undefined }

/** The function that an author wrote for a property. */
export const propertySubject = (model: Checkable, kind: PropertyKind, name: string): unknown => {
  const holders: readonly unknown[] = model.kind === "model" ? [model, model.protocol] : [model]
  const entries = holders.map((holder) => (kind === "ends" ? holder : (holder as Holder)[kind]) as Named | undefined)
  const found = entries.find((entry) => entry?.[name] !== undefined)?.[name]
  return typeof found === "object" && found !== null && "map" in found ? found.map : found
}

const inRole = (model: AnyModel, [role, ...path]: readonly string[]): unknown =>
  path.reduce<unknown>((at, step) => (at as Named | undefined)?.[step], model.protocol.roles[role ?? ""]?.definition)

/** The function that an author wrote for a handler, from its name in a report. */
export const handlerSubject = (model: Checkable, handler: string): unknown => {
  if (model.kind === "model") return inRole(model, handler.split("."))
  const action = model.actions[handler]
  return typeof action === "object" ? action.run : action
}
