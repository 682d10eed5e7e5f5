import type { AnyDefinition, AnyModel, AnyPlace, NodeId } from "@lockstep/language"

/** Who stands where: the nodes of each role, and the definition of each role. */
export interface Topology {
  readonly roles: { readonly [role: string]: AnyDefinition }
  readonly nodes: { readonly [role: string]: readonly NodeId[] }
}

const prefixOf = (role: string, roles: readonly string[]): string => {
  if (roles.length === 1) return "n"
  const sharesLetter = roles.some((other) => other !== role && other[0] === role[0])
  return sharesLetter ? role : role.slice(0, 1)
}

const namesOf = (role: string, count: number, roles: readonly string[]): readonly NodeId[] => {
  const prefix = prefixOf(role, roles)
  const names = count === 1 ? [role] : Array.from({ length: count }, (_, at) => `${prefix}${at + 1}`)
  return names as NodeId[]
}

/** Names the nodes of a model. */
export const topologyOf = ({ protocol, nodes }: AnyModel): Topology => {
  const roles = Object.keys(protocol.roles)
  return {
    roles: Object.fromEntries(Object.entries(protocol.roles).map(([name, role]) => [name, role.definition])),
    nodes: Object.fromEntries(roles.map((role) => [role, namesOf(role, nodes[role] ?? 0, roles)])),
  }
}

/** The definition of a role that must exist. */
export const definitionOf = ({ roles }: Topology, role: string): AnyDefinition => {
  const definition = roles[role]
  if (definition === undefined) throw new Error(`there is no role ${role}`)
  return definition
}

/** Where a node stands. */
export const placeOf = ({ nodes }: Topology, role: string, self: NodeId): AnyPlace => ({
  self,
  peers: (nodes[role] ?? []).filter((node) => node !== self),
  nodes,
})
