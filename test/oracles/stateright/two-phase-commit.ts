import { model, type NodeId, protocol, roles, Set } from "@lockstep/language"

interface TransactionManager {
  readonly decision: "none" | "committed" | "aborted"
  readonly prepared: Set<NodeId<"resourceManagers">>
}

interface ResourceManager {
  readonly phase: "working" | "prepared" | "committed" | "aborted"
}

const { role, broadcast } = roles<{
  transactionManager: {
    state: TransactionManager
    hears: { resourceManagers: { type: "Prepared" } }
    timer: "commit" | "abort"
  }
  resourceManagers: {
    state: ResourceManager
    hears: { transactionManager: { type: "Commit" } | { type: "Abort" } }
    timer: "prepare" | "chooseToAbort"
  }
}>()

const transactionManager = role("transactionManager", {
  initial: { decision: "none", prepared: Set.of() },

  timers: {
    commit: {
      while: ({ decision, prepared }, { nodes }) =>
        decision === "none" && prepared.size === nodes.resourceManagers.length,
      fire: (node) => [{ ...node, decision: "committed" }, broadcast({ type: "Commit" })],
    },
    abort: {
      while: ({ decision }) => decision === "none",
      fire: (node) => [{ ...node, decision: "aborted" }, broadcast({ type: "Abort" })],
    },
  },

  on: {
    Prepared: (node, _, { from }) => (node.decision === "none" ? { ...node, prepared: node.prepared.add(from) } : node),
  },
})

const works = ({ phase }: ResourceManager) => phase === "working"

const resourceManager = role("resourceManagers", {
  initial: { phase: "working" },

  timers: {
    prepare: { while: works, fire: () => [{ phase: "prepared" }, broadcast({ type: "Prepared" })] },
    chooseToAbort: { while: works, fire: () => ({ phase: "aborted" }) },
  },

  on: {
    Commit: () => ({ phase: "committed" }),
    Abort: () => ({ phase: "aborted" }),
  },
})

/** Two-phase commit where all that was ever said stays to be heard (`2pc.rs`). */
const twoPhaseCommit = protocol({
  roles: { transactionManager, resourceManagers: resourceManager },
  always: {
    /** Nobody commits what another has aborted. */
    consistent: ({ resourceManagers }) =>
      !(
        resourceManagers.some(({ phase }) => phase === "aborted") &&
        resourceManagers.some(({ phase }) => phase === "committed")
      ),
  },
  reachable: {
    /** Everybody can abort. */
    abortAgreement: ({ resourceManagers }) => resourceManagers.every(({ phase }) => phase === "aborted"),
    /** Everybody can commit. */
    commitAgreement: ({ resourceManagers }) => resourceManagers.every(({ phase }) => phase === "committed"),
  },
})

const modelOf = (count: number) =>
  model(twoPhaseCommit, { nodes: { transactionManager: 1, resourceManagers: count }, network: { kind: "set" } })

export const three = modelOf(3)
export const five = modelOf(5)

/** The same, where it does not matter which resource manager is which. */
export const fiveAlike = model(twoPhaseCommit, {
  nodes: { transactionManager: 1, resourceManagers: 5 },
  network: { kind: "set" },
  symmetry: { nodes: ["resourceManagers"] },
})
