import { setTimeout as sleep } from "node:timers/promises"
import { clients, type Field, type Pilot } from "../field.ts"
import { awaited } from "../patience.ts"

const nodes = ["c", "p1", "p2"]
/** Each is a group with six connections of its own: many more, and a busy machine does little but greet. */
const transactions = Array.from(
  { length: process.env["NIGHTLY"] === undefined ? 12 : 24 },
  (_, index) => `t${index + 1}`,
)

/**
 * Begun when everything works again, one after the other: everybody wants them, and nothing is in their way. A busy machine may take so
 * long to connect everybody that the coordinator gives up the first, and is right to.
 */
const last = ["t1000", "t1001", "t1003"]

/** Of a node that says nothing, nothing is known. */
interface Known {
  readonly decision?: unknown
  readonly vote?: unknown
}

const knownOf = async ({ cluster }: Field, name: string, transaction: string): Promise<Known> => {
  const answer = await cluster.state(name, transaction)
  return "value" in answer ? (answer.value as Known) : {}
}

/** A participant that was never asked for its vote waits for nothing, and need not hear of an end. */
const isSettled = ({ decision, vote }: Known): boolean => typeof decision === "string" || vote === null

/** What each node has decided, once all have that must. */
const decided = (field: Field, transaction: string): Promise<readonly unknown[]> =>
  awaited(`everybody's decision on ${transaction}`, 60, async () => {
    const all = await Promise.all(nodes.map((name) => knownOf(field, name, transaction)))
    return all.every(isSettled) ? all.flatMap(({ decision }) => decision ?? []) : undefined
  })

/** Whether one of the last transactions is committed. */
const commitsOne = async (field: Field): Promise<boolean> => {
  for (const transaction of last)
    if ((await field.insist("the last", ["c"], transaction, "commit", transaction)) === "commit") return true
  return false
}

/** One coordinator, two participants, and a group of them for each transaction. */
export const twoPhaseCommit: Pilot = {
  layout: {
    library: new URL("../../../examples/generated/two-phase-commit/library.ts", import.meta.url),
    players: nodes.map((self) => ({ role: self === "c" ? "coordinator" : "participants", self })),
    groups: [...transactions, ...last],
    timers: { giveUp: "5 seconds", remind: "80 millis" },
  },
  broken: new URL("../broken/two-phase-commit.ts", import.meta.url),
  begin() {
    const votes = new Map<string, Set<unknown>>()
    const told = new Map<string, Set<unknown>>()
    const add = (to: Map<string, Set<unknown>>, transaction: string, value: unknown): void =>
      void to.set(transaction, (to.get(transaction) ?? new Set()).add(value))
    let begun = 1
    return {
      /** Every third transaction is wanted by one participant only. */
      async perform({ group, node }) {
        await sleep(3)
        const vote = Number(group.slice(1)) % 3 === 0 && node === "p2" ? "no" : "yes"
        add(votes, group, vote)
        return vote
      },
      hear({ group, event }) {
        add(told, group, (event as { readonly decision: unknown }).decision)
      },
      async drive(field) {
        await clients(field, 4, async (client) => {
          if (begun < transactions.length && field.random() < 0.05) begun++
          const transaction = transactions[Math.floor(field.random() * begun)] ?? ""
          const answer = await field.ask(client, "c", transaction, "commit", transaction)
          if ("value" in answer) add(told, transaction, answer.value)
        })
      },
      async judge(field) {
        const wrong: string[] = []
        const isCommitted = await commitsOne(field)
        for (const transaction of told.keys()) {
          const known = new Set([...(await decided(field, transaction)), ...(told.get(transaction) ?? [])])
          if (known.size > 1) wrong.push(`${transaction} is both committed and aborted`)
          if (known.has("commit") && votes.get(transaction)?.has("no"))
            wrong.push(`${transaction} is committed against a no`)
        }
        return [...wrong, ...(isCommitted ? [] : ["what everybody wants is aborted"])]
      },
    }
  },
}
