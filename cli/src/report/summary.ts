import type { Report } from "@lockstep/checker"
import { amount, counted, memory } from "./amounts.ts"
import { paint } from "./paint.ts"

const stops = {
  time: "the time is up",
  memory: "the memory is used up",
  interrupted: "interrupted",
  states: "the number of states is reached",
} as const

const seconds = ({ seconds }: Report): string => `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`

const explored = (report: Report): string =>
  `${counted(report.states, "state")}, ${counted(report.transitions, "transition")}, depth ${report.depth}, in ${seconds(report)}`

const fewStates = 10_000

/** What a state takes is told where there are enough of them to share what the spec itself takes. */
const room = ({ bytes, states }: Report): string =>
  states < fewStates ? memory(bytes) : `${memory(bytes)}, ${amount(bytes / states)} bytes a state`

const effort = (report: Report): string => {
  const rate = report.states / Math.max(report.seconds, 0.001)
  const identity =
    report.mode === "exact"
      ? "states kept whole"
      : `chance of a collision ${report.collisionProbability.toExponential(0)}`
  return [
    `${amount(rate)} states/s on ${counted(report.workers, "thread")}`,
    room(report),
    counted(report.handlerRuns, "handler run"),
    identity,
  ].join(", ")
}

const limits = ({ bounds }: Report): string[] =>
  bounds.map(({ name, hits }) => `  the bound \`${name}\` cut off ${counted(hits, "state")}`)

const idle = ({ coverage }: Report): string[] => {
  const handlers = coverage.filter(({ fired }) => fired === 0).map(({ handler }) => handler)
  return handlers.length === 0 ? [] : [`  never did anything here: ${handlers.join(", ")}`]
}

const idleProperties = ({ properties }: Report): string[] =>
  properties.length === 0 ? ["  no property is stated: this says only that no handler fails"] : []

const whole = (report: Report, conclusion: string, remarks: readonly string[] = []): string[] => [
  ...remarks,
  ...idleProperties(report),
  ...limits(report),
  `  ${conclusion}`,
  paint("dim", `  ${explored(report)}`),
  paint("dim", `  ${effort(report)}`),
]

/** What a search came to, and what it took. */
export const summaryLines = (report: Report): string[] => {
  switch (report.verdict) {
    case "verified":
      return whole(report, paint("green", "verified, within the stated bounds"), idle(report))
    case "vacuous":
      return whole(report, paint("yellow", "vacuous: what must be reachable is not"), idle(report))
    case "inconclusive":
      return whole(report, paint("yellow", `inconclusive: ${stops[report.stopped ?? "interrupted"]}`))
    case "violated":
      return [`  ${counted(report.states, "state")} in ${seconds(report)} · no shorter trace exists`]
    case "faulty":
      return [`  ${counted(report.states, "state")} in ${seconds(report)} · the spec has a mistake`]
  }
}
