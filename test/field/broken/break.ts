import type { AnyState, ProtocolLibrary, RoleLibrary } from "@lockstep/runtime"

type Step = RoleLibrary["step"]

/** The library with a role whose steps are others. */
export const breakRole = (library: ProtocolLibrary, name: string, change: (step: Step) => Step): ProtocolLibrary => {
  const role = library.roles[name]
  if (role === undefined) throw new Error(`${library.name} has no role ${name}`)
  return { ...library, roles: { ...library.roles, [name]: { ...role, step: change(role.step) } } }
}

/** A step after which a role has this state, and nothing is asked for. */
export const becomes = (state: AnyState): ReturnType<Step> => ({ kind: "outcome", state, effects: [], ignored: false })
