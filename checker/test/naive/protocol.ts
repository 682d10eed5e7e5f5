import { type AnyModel, initialState, type Input, type NodeId, runningTimers } from "@lockstep/language"
import { inOrder, performances, results } from "./activities.ts"
import { canonical } from "./canonical.ts"
import { asks, openCalls } from "./clients.ts"
import { crashes, interruptions, ticks } from "./faults.ts"
import { agrees, emptyHistory } from "./history.ts"
import { losses, offers, ordered } from "./network.ts"
import { type Setting, take } from "./nodes.ts"
import { both, propertiesOf, type Sight, withinOf } from "./properties.ts"
import { type Renaming, rename, renamings } from "./renaming.ts"
import type { Machine } from "./search.ts"
import { type Global, living, type Node, nodeOf } from "./state.ts"
import { definitionOf, placeOf, topologyOf } from "./topology.ts"

const kindOf = ({ model }: Setting) => model.network?.kind ?? "bag"

const everyNode = ({ topology }: Setting): readonly (readonly [role: string, name: NodeId])[] =>
  Object.entries(topology.nodes).flatMap(([role, names]) => names.map((name) => [role, name] as const))

const fresh = ({ topology }: Setting, role: string, name: NodeId): Node => ({
  role,
  state: initialState(definitionOf(topology, role), placeOf(topology, role, name)),
  clock: 0,
  stopped: false,
  activities: [],
})

const unstarted = (setting: Setting): Global => {
  const { model } = setting
  const { loss = 0, duplication = 0, reordering = 0 } = model.network ?? {}
  const nodes = everyNode(setting)
  return {
    nodes: Object.fromEntries(nodes.map(([role, name]) => [name, fresh(setting, role, name)])),
    network: [],
    clients: (model.clients ?? []).map(() => ({ over: 0, operation: null })),
    world: Object.fromEntries(Object.entries(model.activities ?? {}).map(([name, { initial }]) => [name, initial])),
    budgets: { loss, duplication, reordering, crashes: model.crashes?.budget ?? 0 },
    history: emptyHistory(
      model,
      nodes.map(([, name]) => name),
    ),
  }
}

const begun = (setting: Setting): readonly Global[] =>
  everyNode(setting).reduce<readonly Global[]>(
    (states, [, name]) => states.flatMap((state) => take(state, name, { kind: "start" }, setting)),
    [unstarted(setting)],
  )

/** What a node takes, and what is left of everything else then. */
interface Taken {
  readonly node: NodeId
  readonly input: Input
  readonly rest: Global
}

const deliveries = (state: Global, setting: Setting): readonly Taken[] =>
  offers(state, kindOf(setting))
    .filter(({ message }) => !nodeOf(state, message.to).stopped)
    .map(({ message: { from, to, message }, rest }) => ({ node: to, input: { kind: "message", from, message }, rest }))

const firings = (state: Global, setting: Setting): readonly Taken[] =>
  living(state).flatMap((node) => {
    const { role, state: own, clock } = nodeOf(state, node)
    const place = placeOf(setting.topology, role, node)
    const timers = runningTimers(definitionOf(setting.topology, role), own, place, clock)
    return timers.map((timer): Taken => ({ node, input: { kind: "timer", timer }, rest: state }))
  })

const steps = (state: Global, setting: Setting): readonly Global[] => {
  const isOrdered = kindOf(setting) === "fifo"
  const all: readonly Taken[] = [
    ...deliveries(state, setting),
    ...firings(state, setting),
    ...asks(state, setting.topology, setting.model),
    ...results(state),
  ]
  return all.flatMap((taken) => {
    const leavesIgnored = taken.input.kind === "message" && !isOrdered
    return [
      ...take(taken.rest, taken.node, taken.input, setting, { leavesIgnored }),
      ...interruptions(state, taken, setting),
    ]
  })
}

const successors = (state: Global, setting: Setting): readonly Global[] => [
  ...steps(state, setting),
  ...losses(state),
  ...performances(state, setting.model),
  ...crashes(state, setting),
  ...ticks(state, setting),
]

const see =
  ({ topology }: Setting) =>
  (state: Global): Sight => {
    const each = <Part>(part: (node: Node) => Part) =>
      Object.fromEntries(
        Object.entries(topology.nodes).map(([role, names]) => [role, names.map((name) => part(nodeOf(state, name)))]),
      )
    const around = {
      network: state.network,
      stopped: Object.keys(state.nodes).filter((name) => nodeOf(state, name).stopped),
      nodes: topology.nodes,
      calls: openCalls(state),
      clocks: each(({ clock }) => clock),
      world: state.world,
    }
    return { view: each(({ state: own }) => own), around }
  }

/** A renaming reaches every part of a state; the network and the activities are put in order again. */
const renamed = (state: Global, names: Renaming, setting: Setting): Global => {
  const other = rename(state, names) as Global
  const nodes = Object.entries(other.nodes).map(([name, node]) => [
    name,
    { ...node, activities: inOrder(node.activities) },
  ])
  return { ...other, nodes: Object.fromEntries(nodes), network: ordered(other.network, kindOf(setting)) }
}

const keyUnder = (setting: Setting) => {
  const { nodes = [], values = [] } = setting.model.symmetry ?? {}
  const all = renamings([...nodes.map((role) => setting.topology.nodes[role] ?? []), ...values])
  return (state: Global): string =>
    all.map((names) => canonical(renamed(state, names, setting))).toSorted()[0] ?? canonical(state)
}

const historiesOf = (model: AnyModel): Machine<Global>["history"] =>
  Object.entries({ ...model.protocol.history, ...model.history }).map(([name, property]) => [
    name,
    ({ history }) => history === null || agrees(property, history),
  ])

/** A protocol model as the search sees it. */
export const protocolMachine = (model: AnyModel): Machine<Global> => {
  const setting = { model, topology: topologyOf(model) }
  return {
    ...both(propertiesOf(model.protocol, see(setting)), propertiesOf(model, see(setting))),
    initial: begun(setting),
    successors: (state) => successors(state, setting),
    key: keyUnder(setting),
    within: withinOf(model.within, see(setting)),
    history: historiesOf(model),
  }
}
