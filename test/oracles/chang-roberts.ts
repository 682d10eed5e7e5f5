import { type Algorithm, algorithm, each, Set } from "@lockstep/language"
import { functions, type On, over } from "./functions.ts"

type Node = 1 | 2 | 3

/** A node's name is its identity; `msgs` are the identities on their way to it. */
interface Election {
  readonly msgs: On<Node, Set<Node>>
  readonly pc: On<Node, "n0" | "n1">
  readonly initiator: On<Node, boolean>
  readonly state: On<Node, "cand" | "lost" | "won">
}

const nodes: readonly Node[] = [1, 2, 3]
const successor = { 1: 2, 2: 3, 3: 1 } as const

/** Election of the smallest identity on a ring that runs one way (`chang_roberts/MCChangRoberts`). */
export const changRoberts: Algorithm<Election> = algorithm<Election>({
  initial: functions(nodes, [false, true]).map((initiator) => ({
    msgs: over(nodes, () => Set.of()),
    pc: over(nodes, () => "n0"),
    initiator,
    state: over(nodes, (node) => (initiator[node] ? "cand" : "lost")),
  })),
  actions: {
    begin: each(nodes, ({ msgs, pc, initiator }, self) => {
      if (pc[self] !== "n0") return false
      const next = successor[self]
      return {
        pc: { ...pc, [self]: "n1" },
        msgs: initiator[self] ? { ...msgs, [next]: msgs[next].add(self) } : msgs,
      }
    }),
    receive: each(nodes, ({ msgs, pc, state }, self) => {
      if (pc[self] !== "n1") return false
      const next = successor[self]
      return msgs[self].map((id) => {
        const taken = { ...msgs, [self]: msgs[self].delete(id) }
        const passed = { ...taken, [next]: taken[next].add(id) }
        if (state[self] === "lost") return { msgs: passed }
        if (id < self) return { msgs: passed, state: { ...state, [self]: "lost" } }
        return id === self ? { msgs: taken, state: { ...state, [self]: "won" } } : { msgs: taken }
      })
    }),
  },
  always: {
    /** Who wins is the initiator with the smallest identity, and all others know that they lost. */
    correct: ({ state, initiator }) =>
      nodes.every(
        (winner) =>
          state[winner] !== "won" ||
          (initiator[winner] &&
            nodes.every(
              (other) => other === winner || (state[other] === "lost" && (!initiator[other] || other > winner)),
            )),
      ),
  },
})
