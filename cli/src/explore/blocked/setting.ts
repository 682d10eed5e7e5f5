import type { Snapshot } from "@lockstep/checker"
import type { BlockedView } from "@lockstep/explorer"
import type { AnyContext, AnyDefinition, AnyModel, AnyPlace, AnyState, NodeId } from "@lockstep/language"
import { initialState } from "@lockstep/language"
import type { Instance } from "../../load/models.ts"
import type { Locator } from "../../source/locate.ts"
import type { Move } from "../walker.ts"
import type { Fields } from "../../forms.ts"

/** One node in one state, with all that its handlers are given. */
export interface NodeThere {
  readonly id: string
  readonly roleName: string
  readonly role: AnyDefinition
  readonly place: AnyPlace
  readonly state: AnyState
  readonly now: number
  readonly stopped: boolean
  readonly pending: readonly { readonly activity: string; readonly answer: readonly unknown[] }[]
}

/** A state of a protocol in which one may ask why something cannot happen. */
export interface Asked {
  readonly instance: Instance
  readonly model: AnyModel
  readonly snapshot: Snapshot
  readonly moves: readonly Move[]
  readonly nodes: readonly NodeThere[]
  readonly locator: Locator
}

/** What is said of a step that cannot happen. */
export type Reason = Omit<BlockedView, "clauses"> & { readonly clauses?: readonly string[] }

/** Lanes of nodes stand in the order of the roles. */
const rolesOfNodes = (model: AnyModel): readonly string[] =>
  Object.keys(model.protocol.roles).flatMap((role) => Array.from({ length: model.nodes[role] ?? 0 }, () => role))

/** A lane shows more than the state of its node: the state has the fields that it began with. */
const stateIn = (value: Fields, role: AnyDefinition, place: AnyPlace): AnyState =>
  Object.fromEntries(Object.keys(initialState(role, place)).map((field) => [field, value[field]])) as AnyState

/** The nodes of a state. */
export const nodesThere = (model: AnyModel, snapshot: Snapshot): readonly NodeThere[] => {
  const lanes = snapshot.filter(({ kind }) => kind === "node")
  const roles = rolesOfNodes(model)
  const idsOf = (wanted: string) =>
    lanes.flatMap(({ name }, index) => (roles[index] === wanted ? [name as NodeId] : []))
  const nodes = Object.fromEntries(Object.keys(model.protocol.roles).map((role) => [role, idsOf(role)]))
  return lanes.flatMap(({ name, value }, index) => {
    const roleName = roles[index] ?? ""
    const role = model.protocol.roles[roleName]?.definition
    if (role === undefined) return []
    const peers = (nodes[roleName] ?? []).filter((id) => id !== name)
    const place = { self: name as NodeId, peers, nodes } as AnyPlace
    const fields = value as Fields
    return {
      id: name,
      roleName,
      role,
      place,
      state: stateIn(fields, role, place),
      now: model.clocks === undefined ? 0 : Number(fields["clock"]),
      stopped: fields["stopped"] === true,
      pending: (Array.isArray(fields["pending"]) ? fields["pending"] : []) as NodeThere["pending"],
    }
  })
}

/** What a handler of a node sees of the world; a pick takes the first. */
export const contextOf = ({ place, now }: NodeThere, more: object): AnyContext =>
  ({ ...place, now, pick: <Item>(items: readonly Item[]) => items[0], ...more }) as AnyContext
