import { type Algorithm, algorithm, each, List, pairs } from "@lockstep/language"
import { type On, over } from "./functions.ts"

type Node = "n1" | "n2" | "n3"
type Transaction = "tx1" | "tx2"

/** `executed` is how much of the log each node has executed. */
interface Replicas {
  readonly log: List<Transaction>
  readonly executed: On<Node, number>
}

const nodes: readonly Node[] = ["n1", "n2", "n3"]
const transactions: readonly Transaction[] = ["tx1", "tx2"]

/** Forgets what every node has executed, so that a log that grows for ever has finitely many states. */
const reduced = ({ log, executed }: Replicas): Replicas => {
  const everywhere = Math.min(log.length, ...nodes.map((node) => executed[node]))
  return { log: log.slice(everywhere), executed: over(nodes, (node) => executed[node] - everywhere) }
}

/** Any step may be followed by a reduction, and is still one step. */
const perhapsReduced = (after: Replicas): readonly Replicas[] => [after, reduced(after)]

const execute = ({ executed }: Replicas, node: Node): Replicas["executed"] => ({
  ...executed,
  [node]: executed[node] + 1,
})

/** Nodes that write to one log and execute it (`FiniteMonotonic/MCReplicatedLog`). */
export const replicatedLog: Algorithm<Replicas> = algorithm<Replicas>({
  initial: [{ log: List.of(), executed: over(nodes, () => 0) }],
  actions: {
    writeTransaction: each(
      pairs(nodes, transactions),
      (state, [node, transaction]) =>
        state.executed[node] === state.log.length &&
        perhapsReduced({ log: state.log.append(transaction), executed: execute(state, node) }),
    ),
    executeTransaction: each(
      nodes,
      (state, node) =>
        state.executed[node] < state.log.length && perhapsReduced({ log: state.log, executed: execute(state, node) }),
    ),
  },
  always: {
    /** No node executes what is not in the log. */
    safety: ({ log, executed }) => nodes.every((node) => executed[node] <= log.length),
  },
  within: ({ log, executed }) => log.length < 5 && nodes.every((node) => log.length - executed[node] < 5),
  /** A node that is behind can execute, and one that is not can write. */
  ends: () => false,
})
