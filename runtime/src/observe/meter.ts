import type { CallError } from "../node/errors.ts"
import type { Input } from "../step.ts"
import { refusalCodes } from "../transport/refusal.ts"
import type { Notice } from "../transport/transport.ts"
import { metrics } from "./metrics.ts"
import type { Series } from "./registry.ts"

/** What a node tells of its work. Numbers are added up here and read when somebody asks: a message costs an addition. */
export interface Meter {
  readonly stepped: (inputs: readonly Input[]) => void
  readonly journalled: (bytes: number, millis: number) => void
  readonly tookSnapshot: () => void
  readonly timerFired: (lateMillis: number) => void
  readonly answered: (call: string, millis: number) => void
  readonly failed: (kind: CallError["_tag"]) => void
  readonly activityFailed: (activity: string) => void
  readonly frameRefused: () => void
  /** A message was too large to be sent. */
  readonly messageLost: () => void
  /** Something happened between the nodes. */
  readonly noticed: (notice: Notice) => void
}

/** Numbers by name, of names that are known or turn up. */
const tally = (names: readonly string[], begin: (name: string, look: () => number) => void) => {
  const counts = new Map<string, number>()
  const open = (name: string): number => {
    counts.set(name, 0)
    begin(name, () => counts.get(name) ?? 0)
    return 0
  }
  for (const name of names) open(name)
  return (name: string): void => void counts.set(name, (counts.get(name) ?? open(name)) + 1)
}

const inputKinds = [
  "start",
  "recover",
  "message",
  "timer",
  "call",
  "result",
] as const satisfies readonly Input["kind"][]
const failureKinds = ["Rejected", "TimedOut", "Overloaded", "Stopped"] as const satisfies readonly CallError["_tag"][]

/** Who does not want a connection, and why: a counter that is there from the beginning can be seen to grow. */
const bothSides = refusalCodes.flatMap((code) => [`us ${code}`, `them ${code}`])

/** Tells it to nobody. */
export const silentMeter: Meter = {
  stepped: () => undefined,
  journalled: () => undefined,
  tookSnapshot: () => undefined,
  timerFired: () => undefined,
  answered: () => undefined,
  failed: () => undefined,
  activityFailed: () => undefined,
  frameRefused: () => undefined,
  messageLost: () => undefined,
  noticed: () => undefined,
}

const inputMeter = (series: Series): Meter["stepped"] => {
  const counts = { start: 0, recover: 0, message: 0, timer: 0, call: 0, result: 0 }
  for (const input of inputKinds) series.read(metrics.inputs, () => counts[input], { input })
  const observe = series.observe(metrics.batch)
  return (inputs) => {
    for (const { kind } of inputs) counts[kind]++
    observe(inputs.length)
  }
}

/** What happened between nodes, but for links that come and go: those are watched. */
const noticeMeter = (series: Series): Meter["noticed"] => {
  let isStale = 0
  series.read(metrics.credentials, () => isStale)
  const refused = tally(bothSides, (side, look) => {
    const [by = "", code = ""] = side.split(" ")
    series.read(metrics.refusals, look, { by, code })
  })
  return (notice) => {
    if (notice.kind === "refused") refused(`${notice.by} ${notice.code}`)
    if (notice.kind === "credentials") isStale = notice.problem === undefined ? 0 : 1
  }
}

/** A histogram for each name. */
const byName = (make: (name: string) => (value: number) => void) => {
  const made = new Map<string, (value: number) => void>()
  return (name: string, value: number): void => {
    const observe = made.get(name) ?? make(name)
    made.set(name, observe)
    observe(value)
  }
}

/** Tells it to whoever reads the series. */
export const makeMeter = (series: Series): Meter => {
  let journalBytes = 0
  let snapshots = 0
  let refused = 0
  let lost = 0
  series.read(metrics.journalBytes, () => journalBytes)
  series.read(metrics.snapshots, () => snapshots)
  series.read(metrics.framesRefused, () => refused)
  series.read(metrics.messagesLost, () => lost)
  const synced = series.observe(metrics.syncSeconds)
  const late = series.observe(metrics.timerSkew)
  const answered = byName((call) => series.observe(metrics.callSeconds, { call }))
  return {
    stepped: inputMeter(series),
    journalled(bytes, millis) {
      journalBytes += bytes
      synced(millis / 1000)
    },
    tookSnapshot: () => void snapshots++,
    timerFired: (millis) => late(millis / 1000),
    answered: (call, millis) => answered(call, millis / 1000),
    failed: tally(failureKinds, (kind, look) => series.read(metrics.callErrors, look, { kind })),
    activityFailed: tally([], (activity, look) => series.read(metrics.activityFailures, look, { activity })),
    frameRefused: () => void refused++,
    messageLost: () => void lost++,
    noticed: noticeMeter(series),
  }
}
