import type { AnyModel } from "./model.ts"
import type { AnyDefinition, Role, RoleDefinition } from "./role.ts"

type Inner<Handlers> = Handlers extends object ? { readonly [K in keyof Handlers]?: Handlers[K] } : Handlers
type Patch<Definition> = {
  readonly [K in keyof Definition]?: K extends "on" | "timers" | "calls" | "results"
    ? Inner<Definition[K]>
    : Definition[K]
}

/** A role with some of its parts replaced: a mutant says only what it does differently. */
export const patched = <Name extends keyof Roles & string, Shape, Roles>(
  role: Role<Name, Shape, Roles>,
  patch: (original: RoleDefinition<Roles, Name>) => Patch<RoleDefinition<Roles, Name>>,
): Role<Name, Shape, Roles> => {
  const original = role.definition
  const change = patch(original as never) as AnyDefinition
  return {
    kind: "role",
    definition: {
      ...original,
      ...change,
      ...(change.on && { on: { ...original.on, ...change.on } }),
      ...(change.timers && { timers: { ...original.timers, ...change.timers } }),
      ...(change.calls && { calls: { ...original.calls, ...change.calls } }),
      ...(change.results && { results: { ...original.results, ...change.results } }),
    },
  }
}

/** A famous bug: a model of the broken protocol, and the property that must catch it. */
export interface Mutant {
  readonly kind: "mutant"
  readonly model: AnyModel
  readonly breaks: string
}

/** Puts broken roles into a model; checking it must violate the property named by `breaks`. */
export const mutant = <
  M extends { readonly kind: "model"; readonly protocol: { readonly roles: object } },
>(definition: {
  readonly of: M
  readonly roles: Partial<M["protocol"]["roles"]>
  readonly breaks: string
}): Mutant => {
  const { of, roles, breaks } = definition
  const protocol = { ...of.protocol, roles: { ...of.protocol.roles, ...roles } }
  return { kind: "mutant", model: { ...of, protocol } as unknown as AnyModel, breaks }
}
