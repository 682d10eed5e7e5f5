import type { Growth, Report } from "@lockstep/checker"
import { isDead, isUnanswered } from "../check/vacuous.ts"
import { amount, counted, duration, memory } from "./amounts.ts"
import { paint } from "./paint.ts"
import { wrap } from "./wrap.ts"

const stops = {
  time: "the time is up",
  memory: "the memory is used up",
  heap: "there are more or larger values than the engine has room for: NODE_OPTIONS=--max-old-space-size=<MiB> gives it more",
  values: "there are more different values than a search can keep",
  interrupted: "interrupted",
  states: "the number of states is reached",
} as const

/** Why a search was stopped. */
export const stopText = ({ stopped = "interrupted" }: Report): string => stops[stopped]

const explored = (report: Report): string =>
  `${counted(report.states, "state")}, ${counted(report.transitions, "transition")}, depth ${report.depth}, in ${duration(report.seconds)}`

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

/** Of collections and of numbers each. */
const mostGrown = 3

const grownText = ({ kind, name, path, unit, from, to }: Growth): string => {
  const range = `from ${amount(from)} to ${amount(to)}`
  if (kind === "network")
    return unit === "items" && !path.includes(".") ? `${path} on its way ${range}` : `${path} ${range}`
  const place = path === "" || path.startsWith("[") ? name + path : `${name}.${path}`
  return `${place} ${range}${unit === "items" ? " items" : ""}`
}

/** What may keep a search that was stopped from ending. */
const growth = ({ growing }: Report): string[] => {
  if (growing === undefined) return []
  const { fromDepth, toDepth, grown } = growing
  const between = `between depth ${fromDepth} and ${toDepth}`
  if (grown.length === 0) return [`  nothing grew ${between}: there are only more combinations`]
  const shown = (["items", "number"] as const).flatMap((unit) =>
    grown.filter((one) => one.unit === unit).slice(0, mostGrown),
  )
  const more = grown.length > shown.length ? [`and ${grown.length - shown.length} more`] : []
  return [`  grew ${between}: ${[...shown.map(grownText), ...more].join(", ")}`]
}

const limits = ({ bounds }: Report): string[] =>
  bounds.map(({ name, hits }) => `  the bound \`${name}\` cut off ${counted(hits, "state")}`)

const named = (text: string, counts: Report["coverage"]): string[] =>
  counts.length === 0 ? [] : [`  ${text}: ${counts.map(({ handler }) => handler).join(", ")}`]

const idle = ({ coverage }: Report): string[] => [
  ...named("never did anything here", coverage.filter(isDead)),
  ...named("never answered here", coverage.filter(isUnanswered)),
]

const idleProperties = ({ properties }: Report): string[] =>
  properties.length === 0 ? ["  no property is stated: this says only that no step fails"] : []

type Lines = (text: string) => string[]

const whole = (report: Report, fit: Lines, conclusion: string, remarks: readonly string[] = []): string[] => [
  ...[...remarks, ...idleProperties(report), ...limits(report)].flatMap(fit),
  `  ${conclusion}`,
  ...[`  ${explored(report)}`, `  ${effort(report)}`].flatMap(fit).map((line) => paint("dim", line)),
]

/** What a trace is the shortest of. */
const shortest = ({ bounds }: Report): string =>
  ["no shorter trace exists", ...bounds.map(({ name }) => `within the bound \`${name}\``)].join(" ")

/** What a search came to, and what it took. */
export const summaryLines = (report: Report, width: number): string[] => {
  const fit: Lines = (text) => wrap(text, width)
  const effort = `  ${counted(report.states, "state")} in ${duration(report.seconds)}`
  switch (report.verdict) {
    case "verified":
      return whole(report, fit, paint("green", "verified, within the stated bounds"), idle(report))
    case "vacuous":
      return whole(report, fit, paint("yellow", "vacuous: what must be reachable is not"), idle(report))
    case "inconclusive":
      return whole(report, fit, paint("yellow", `inconclusive: ${stopText(report)}`), growth(report))
    case "violated":
      return [`${effort} · ${shortest(report)}`]
    case "faulty":
      return [`${effort} · the spec has a mistake`]
  }
}
