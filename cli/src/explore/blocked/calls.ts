import type { ClientStates } from "@lockstep/checker"
import { clientsIn } from "../../trace/snapshot.ts"
import type { Asked, Reason } from "./setting.ts"

const reasonOf = (asked: Asked, index: number, { over, flight }: ClientStates[number]): string => {
  const client = asked.model.clients?.[index]
  if (client?.calls[over] === undefined) return "the client is done: it has no call left"
  if (flight !== null) return `the client waits for ${flight.call}, and has no retry left`
  return `every node that it may call has stopped`
}

const calls = (asked: Asked): readonly Reason[] =>
  clientsIn(asked.snapshot).flatMap((client, index) => {
    const name = `c${index + 1}`
    const isCalling = asked.moves.some(({ label }) => label?.kind === "call" && label.from === name)
    if (isCalling || asked.model.clients?.[index] === undefined) return []
    return [{ kind: "call", text: `${name} calls`, reason: reasonOf(asked, index, client) }]
  })

/** An activity that is asked for comes back only after the service has done it. */
const results = ({ nodes }: Asked): readonly Reason[] =>
  nodes.flatMap(({ id, pending, stopped }) =>
    pending
      .filter(({ answer }) => stopped || answer.length === 0)
      .map(({ activity }) => ({
        kind: "result",
        node: id,
        text: `${activity} answers`,
        reason: stopped ? `${id} has stopped` : "the service has not performed it yet",
      })),
  )

/** Why clients do not call, and services do not answer. */
export const blockedCalls = (asked: Asked): readonly Reason[] => [...calls(asked), ...results(asked)]
