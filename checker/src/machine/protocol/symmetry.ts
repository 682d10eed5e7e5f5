import type { AnyModel } from "@lockstep/language"
import { encode } from "../../store/encode.ts"
import type { Renaming } from "../machine.ts"
import { type Names, type RenamingTables, renameValue, setPermutations } from "../renaming.ts"
import { trouble } from "../trouble.ts"
import type { NodeInfo } from "./nodes.ts"
import { inOrder, type NodeState, type Reaction } from "./reactions.ts"
import type { Setting } from "./setting.ts"

/** A node as it is after everything in it was renamed. */
export const renameNode = (node: NodeState, names: Names): NodeState => {
  const renamed = renameValue(node, names) as NodeState
  return { ...renamed, pending: inOrder(renamed.pending) }
}

/** Every renaming of a model's interchangeable nodes and values; the identity first. */
export const modelPermutations = (model: AnyModel, nodes: readonly NodeInfo[]): Names[] => {
  const { symmetry } = model
  if (symmetry === undefined) return []
  if (model.observe !== undefined && symmetry.nodes !== undefined)
    trouble("bad-model", "symmetry", "cannot exchange nodes that are observed as clients")
  for (const client of model.clients ?? [])
    if (client.at !== undefined && symmetry.nodes?.includes(client.of))
      trouble(
        "bad-model",
        "symmetry",
        `cannot exchange the nodes of "${client.of}" while a client is bound to one of them`,
      )
  const exchanged = new Set((symmetry.values ?? []).flat())
  for (const { calls } of model.clients ?? [])
    for (const [call, argument] of calls)
      if (encode(argument) !== encode(renameValue(argument, new Map([...exchanged].map((value) => [value, ""])))))
        trouble("bad-model", "symmetry", `cannot exchange values while a client brings one of them with "${call}"`)
  const nodeSets = (symmetry.nodes ?? []).map((role) =>
    nodes.filter(({ roleName }) => roleName === role).map(({ id }) => String(id)),
  )
  return setPermutations([...nodeSets, ...(symmetry.values ?? [])])
}

/** Renamings of whole states: a node's component comes to the slot of its image. */
export const stateRenamings = (
  permutations: readonly Names[],
  { nodes, components, cells, inboxes }: Setting,
  { remember }: RenamingTables,
): Renaming[] =>
  permutations.slice(1).map((names) => {
    const source = nodes.map(({ id }) => nodes.findIndex((other) => (names.get(other.id) ?? other.id) === id))
    const renamed = remember((id) => components.intern(renameValue(components.value(id), names)))
    const renamedNode = remember((id) => components.intern(renameNode(components.value(id) as NodeState, names)))
    const renamedInbox = remember((inbox) =>
      inboxes.envelopes(inbox).reduce((result, envelope) => inboxes.add(result, renamed(envelope)), inboxes.empty),
    )
    const renamedCells = nodes.map(({ index }) =>
      remember((cell) => cells.of(index, renamedNode(cells.node(cell)), renamedInbox(cells.inbox(cell)))),
    )
    return (state, slot) => {
      const renamedCell = renamedCells[slot]
      if (renamedCell === undefined) return renamed(state[slot] as number)
      return renamedCell(state[source[slot] as number] as number)
    }
  })

/** In which order it all leaves the node is compared where it arrives. */
const described = (reactions: readonly Reaction[], names: Names): string =>
  reactions
    .map(({ node, sends, early, events }) => {
      const parts = [sends, early, events].map((all) => all.map((one) => encode(renameValue(one, names))).sort())
      return encode([renameNode(node, names), ...parts])
    })
    .sort()
    .join()

const sameNames: Names = new Map()

/** So many renamings, those of four names, are tried with every input; where there are more, so many in all. */
const few = 24
const many = 20_000

const movedBy = (names: Names): number => [...names].filter(([name, image]) => name !== image).length

/** Chooses the renamings that an input is tried with: all, or when many were tried those that exchange two names, of which all others are made. */
export const renamingsToTry = (permutations: readonly Names[]): (() => readonly Names[]) => {
  const all = permutations.slice(1)
  const exchanges = all.length < few ? all : all.filter((names) => movedBy(names) === 2)
  let tried = 0
  return () => {
    tried += all.length
    return tried <= many ? all : exchanges
  }
}

/** Refuses symmetry where a spec tells nodes apart: the renamed input must give the renamed reaction. */
export const demandSymmetry = (
  handler: string,
  reactions: readonly Reaction[],
  renamings: readonly Names[],
  again: (names: Names) => readonly Reaction[],
): void => {
  for (const names of renamings)
    if (described(reactions, names) !== described(again(names), sameNames))
      trouble(
        "orders-nodes",
        handler,
        "treats interchangeable nodes or values differently, so they are not interchangeable",
      )
}
