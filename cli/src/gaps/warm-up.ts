import { check } from "@lockstep/checker"
import { linearizable, model, type NodeId, protocol, sequentialObject, spec } from "@lockstep/language"

interface Node {
  readonly turn: number
  readonly heard: readonly NodeId[]
}

const { role, broadcast, reply } = spec<{
  state: Node
  message: { type: "Turn"; turn: number }
  timer: "next"
  calls: { ask(): number }
}>()

const turns = 3

const node = role({
  initial: { turn: 0, heard: [] },
  durable: ["turn"],
  timers: {
    next: {
      while: ({ turn }) => turn < turns,
      fire: (node) => [{ ...node, turn: node.turn + 1 }, broadcast({ type: "Turn", turn: node.turn + 1 })],
    },
  },
  on: {
    Turn: (node, { turn }, { from }) => ({
      turn: Math.max(node.turn, turn),
      heard: node.heard.includes(from) ? node.heard : [...node.heard, from],
    }),
  },
  calls: { ask: (node, _, { call }) => [node, reply(call, turns)] },
})

const ring = protocol({
  roles: { nodes: node },
  always: { bounded: ({ nodes }) => nodes.every(({ turn }) => turn <= turns) },
  step: {
    onward: (before, after) => after.nodes.every(({ heard }, at) => heard.length >= 0 && at < before.nodes.length),
  },
})

const asked = sequentialObject<number>({ initial: turns, calls: { ask: (turn) => [turn, turn] } })

const exercise = model(ring, {
  nodes: { nodes: 3 },
  network: { kind: "bag", loss: 1, duplication: 1 },
  crashes: { budget: 1, afterwards: "restart" },
  clients: [{ of: "nodes", calls: [["ask", null]] }],
  history: { linearizable: linearizable(asked) },
  within: (_, { network }) => network.length <= 4,
})

/** Lets the engine compile what a search runs through, before it counts how often each line runs: counting makes that three times as slow. */
export const warmUp = async (): Promise<void> => {
  await check(exercise, { workers: 1, maxStates: 5_000 })
}
