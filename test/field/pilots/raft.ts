import { bundledObjects, judge } from "@lockstep/judge"
import { clients, type Pilot } from "../field.ts"
import { oneOf } from "../random.ts"

interface Committed {
  readonly index: number
  readonly command: string
}

const names = ["n1", "n2", "n3"]

/** A log that everybody appends to is, for its clients, a counter whose every number is given once. */
export const raft: Pilot = {
  layout: {
    library: new URL("../../../examples/generated/raft/library.ts", import.meta.url),
    players: names.map((self) => ({ role: "servers", self })),
    groups: ["log"],
    timers: { election: ["250 millis", "500 millis"], heartbeat: "50 millis" },
  },
  broken: new URL("../broken/raft.ts", import.meta.url),
  begin() {
    const committed = new Map<number, string>()
    const conflicts: string[] = []
    let commands = 0
    return {
      hear({ node, event }) {
        const { index, command } = event as Committed
        const known = committed.get(index) ?? command
        if (known !== command) conflicts.push(`${node} has ${command} at ${index}, another ${known}`)
        committed.set(index, known)
      },
      async drive(field) {
        let leader = "n1"
        await clients(field, 6, async (client) => {
          const answer = await field.ask(client, leader, "log", "submit", `c${++commands}`)
          if ("error" in answer) leader = oneOf(names, field.random)
        })
      },
      async judge(field) {
        await field.insist("the last", names, "log", "submit", "the last")
        const appended = field.history.map((operation) => ({ ...operation, call: "next" }))
        const { verdict } = judge(appended, bundledObjects.counter, "linearizable", { states: 1_000_000 })
        const lost = field.history.flatMap((operation) =>
          operation.outcome === "answered" &&
          (committed.get(Number(operation.answer)) ?? operation.argument) !== operation.argument
            ? [`${String(operation.argument)} was answered ${String(operation.answer)}, where something else stands`]
            : [],
        )
        return [...(verdict === "ok" ? [] : [`the history is no log: ${verdict}`]), ...conflicts, ...lost]
      },
    }
  },
}
