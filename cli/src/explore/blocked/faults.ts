import type { StepLabel } from "@lockstep/checker"
import { counted } from "../../report/amounts.ts"
import { envelopesIn, laneValue } from "../../trace/snapshot.ts"
import type { Asked, Reason } from "./setting.ts"

interface Fault {
  readonly kinds: readonly StepLabel["kind"][]
  readonly lane: string
  readonly text: string
  readonly budget: number
  readonly missing: string
}

const faultsOf = ({ model: { network, crashes } }: Asked): readonly Fault[] => [
  {
    kinds: ["crash", "stop", "interruption"],
    lane: "crashes",
    text: crashes?.afterwards === "stop" ? "a node stops for good" : "a node crashes",
    budget: crashes?.budget ?? 0,
    missing: "the model has no `crashes`",
  },
  ...(network?.kind === "set"
    ? []
    : (
        [
          ["loss", "loss", "a message is lost"],
          ["duplicate", "duplication", "a message is delivered twice"],
          ["overtake", "reordering", "a message overtakes another"],
        ] as const
      )
        .filter(([kind]) => kind !== "overtake" || network?.kind === "fifo")
        .map(([kind, lane, text]) => ({
          kinds: [kind],
          lane,
          text,
          budget: network?.[lane] ?? 0,
          missing: `the model's network has no \`${lane}\``,
        }))),
]

const left = ({ snapshot }: Asked, lane: string): number => {
  const value = laneValue(snapshot, "faults") as { readonly [name: string]: number } | undefined
  return value?.[lane] ?? 0
}

const reasonOf = (asked: Asked, { lane, budget, missing }: Fault): string => {
  if (budget === 0) return missing
  if (left(asked, lane) === 0) return `the budget is spent: the model allows ${counted(budget, "use")}`
  if (lane === "crashes") return "every node that may has stopped"
  return envelopesIn(asked.snapshot).length === 0 ? "no message is on its way" : "no message on its way is concerned"
}

const clockReasons = ({ model: { clocks }, nodes, moves }: Asked): readonly Reason[] => {
  if (clocks === undefined) return []
  const running = nodes.filter(({ stopped }) => !stopped)
  const slowest = Math.min(...running.map(({ now }) => now))
  const ticking = moves.flatMap(({ label }) => (label?.kind === "tick" ? [label.node] : []))
  const reasonFor = (now: number, stopped: boolean, id: string): string => {
    if (stopped) return `${id} has stopped`
    if (now >= clocks.until) return `it shows ${now}, and the model's clocks end at ${clocks.until}`
    return `it shows ${now}, the slowest ${slowest}: they may be ${clocks.skew} apart`
  }
  return nodes
    .filter(({ id }) => !ticking.includes(id))
    .map(({ id, now, stopped }) => ({
      kind: "tick",
      node: id,
      text: "clock ticks",
      reason: reasonFor(now, stopped, id),
    }))
}

/** Why nothing goes wrong, or no clock ticks: a budget that is spent, or that the model never gave. */
export const blockedFaults = (asked: Asked): readonly Reason[] => [
  ...faultsOf(asked)
    .filter(({ kinds }) => !asked.moves.some(({ label }) => label !== undefined && kinds.includes(label.kind)))
    .map((fault) => ({ kind: "fault", text: fault.text, reason: reasonOf(asked, fault) })),
  ...clockReasons(asked),
]
