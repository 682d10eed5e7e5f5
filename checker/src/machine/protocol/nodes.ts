import {
  type AnyDefinition,
  type AnyModel,
  type AnyPlace,
  handlerName,
  type Input,
  type NodeId,
} from "@lockstep/language"
import { trouble } from "../trouble.ts"

/** One node of a model: its name, its role, and where it stands among the others. */
export interface NodeInfo {
  readonly index: number
  readonly id: NodeId
  readonly roleName: string
  readonly role: AnyDefinition
  readonly place: AnyPlace
}

const namesFor = (role: string, count: number, allRoles: readonly string[]): NodeId[] => {
  if (count === 1) return [role as NodeId]
  const initial = role.slice(0, 1)
  const shared = allRoles.some((other) => other !== role && other.startsWith(initial))
  const stem = allRoles.length === 1 ? "n" : shared ? role : initial
  return Array.from({ length: count }, (_, index) => `${stem}${index + 1}` as NodeId)
}

/** More would keep everybody waiting long before a search could begin. */
const mostNodes = 1_000

/** How many nodes of a role there are, beside so many others. */
const countOf = ({ nodes }: AnyModel, role: string, others: number): number => {
  const count = nodes[role] ?? trouble("bad-model", "nodes", `says nothing about "${role}"`)
  if (!Number.isSafeInteger(count) || count < 0) trouble("bad-model", "nodes", `asks for ${count} nodes of "${role}"`)
  if (others + count > mostNodes)
    trouble("bad-model", "nodes", `asks for ${count} nodes of "${role}", and there can be ${mostNodes} in all`)
  return count
}

/** The nodes of a model, role by role, with their names. */
export const nodesOf = (model: AnyModel): NodeInfo[] => {
  const roles = Object.entries(model.protocol.roles)
  const names = roles.map(([role]) => role)
  const byRole: { [role: string]: readonly NodeId[] } = {}
  let total = 0
  for (const role of names) {
    const count = countOf(model, role, total)
    byRole[role] = namesFor(role, count, names)
    total += count
  }
  const nodes: NodeInfo[] = []
  for (const [roleName, role] of roles) {
    const all = byRole[roleName] ?? []
    for (const self of all) {
      const place = Object.freeze({
        self,
        peers: Object.freeze(all.filter((id) => id !== self)),
        nodes: byRole,
      }) as AnyPlace
      nodes.push({ index: nodes.length, id: self, roleName, role: role.definition, place })
    }
  }
  for (const ids of Object.values(byRole)) Object.freeze(ids)
  Object.freeze(byRole)
  return nodes
}

/** What distinguishes inputs of one kind. */
const wordOf = (input: Input): string => {
  switch (input.kind) {
    case "message":
      return input.message.type
    case "timer":
      return input.timer
    case "call":
      return input.name
    case "result":
      return input.activity
    default:
      return ""
  }
}

/** Names the handlers of nodes: each name is made once, since it is asked for in every step. */
export const handlerNames = (nodes: readonly NodeInfo[]): ((node: NodeInfo, input: Input) => string) => {
  const known = nodes.map((): { [kind: string]: Map<string, string> } => ({}))
  return (node, input) => {
    const names = ((known[node.index] ?? {})[input.kind] ??= new Map<string, string>())
    const word = wordOf(input)
    const found = names.get(word)
    if (found !== undefined) return found
    const name = `${node.roleName}.${handlerName(input)}`
    names.set(word, name)
    return name
  }
}
