import type { PropertyReport, Trace } from "@lockstep/checker"
import { type PromiseName, promises, type Run, textOf } from "@lockstep/simulator"
import { amount, counted, duration } from "../report/amounts.ts"
import { explanation } from "../report/explanation.ts"
import { headerLines } from "../report/header.ts"
import { toJson } from "../report/json.ts"
import { lineWidth, paint } from "../report/paint.ts"
import { outcomeText, propertyLines } from "../report/properties.ts"
import { wrap } from "../report/wrap.ts"
import { type Locator, openLocator } from "../source/locate.ts"
import { stepLines } from "../trace/rows.ts"
import { branchData, branchLines } from "./branches.ts"
import type { Prepared } from "./load.ts"
import type { Simulated } from "./many.ts"

/** A run that broke something, and the trace that it is in the model. */
export interface Failure {
  readonly run: Run
  readonly trace: Trace
  /** The first step that the model does not take, if there is one. */
  readonly strange: number | undefined
  /** After how many steps everything was healed, if the run came so far. */
  readonly healedAfter: number | undefined
}

const isPromise = (name: string): name is PromiseName => Object.hasOwn(promises, name)

const names = (kind: PropertyReport["kind"], ...groups: readonly (object | undefined)[]) =>
  groups.flatMap((group) => Object.keys(group ?? {}).map((name) => ({ kind, name })))

/** What some run should reach. */
export const goalsOf = ({ model }: Pick<Prepared, "model">): readonly string[] =>
  names("reachable", model.protocol.reachable, model.reachable).map(({ name }) => name)

/** Every property of the model with what came of it. */
const propertiesOf = ({ model }: Prepared, simulated: Simulated, failure?: Failure): PropertyReport[] => {
  const { reached, failed, healed } = simulated
  const broken = failed?.path.violation?.name
  const all = (["always", "step", "never", "refines", "history"] as const).flatMap((kind) =>
    names(kind, model.protocol[kind], model[kind]),
  )
  const hasEnds = healed > 0 && (model.ends ?? model.protocol.ends) !== undefined
  return [
    ...goalsOf({ model }).map((name): PropertyReport => {
      if (reached.has(name)) return { kind: "reachable", name, outcome: "reached", depth: 0 }
      return { kind: "reachable", name, outcome: failed === undefined ? "unreached" : "unknown" }
    }),
    ...[...all, ...(hasEnds ? names("ends", { ends: true }) : [])].map(({ kind, name }): PropertyReport => {
      if (name !== broken) return { kind, name, outcome: failed === undefined ? "holds" : "unknown" }
      const { trace } = failure ?? {}
      return { kind, name, outcome: "broken", depth: trace?.steps.length ?? 0, ...(trace && { trace }) }
    }),
  ]
}

/** In a simulation nothing is proved: a property was kept so far, and a goal was met or not. */
const wordsFor =
  (runs: number) =>
  (property: PropertyReport): string => {
    const { outcome } = property
    if (outcome === "holds") return "kept in every run"
    if (outcome === "reached") return "reached"
    return outcome === "unreached" ? `not reached in ${counted(runs, "run")}` : outcomeText(property)
  }

const promiseLines = ({ path }: Run): string[] => {
  const { violation } = path
  if (violation === undefined || !isPromise(violation.name)) return []
  const margin = " ".repeat(violation.name.length + 7)
  const text = `broken: ${promises[violation.name]} ${violation.reason}`
  const [first = "", ...more] = wrap(text, lineWidth() - margin.length)
  return [`  ${paint("red", "✗")} ${violation.name}   ${first}`, ...more.map((line) => margin + line)]
}

/** What happens on a good day repeats itself: so many steps show how it begins, and so many how it ends. */
const [firstSteps, lastSteps] = [20, 10]

const withoutMiddle = (steps: readonly string[][]): readonly string[][] => {
  const left = steps.length - firstSteps - lastSteps
  if (left <= lastSteps) return steps
  const gap = `     … ${counted(left, "step")} more: keep the run by --save <file>, and --replay <file> shows them`
  return [...steps.slice(0, firstSteps), [gap], ...steps.slice(-lastSteps)]
}

/** The steps of a run; `shortens` those in which a healed world goes its ways. */
const runLines = ({ instance }: Prepared, { trace, healedAfter }: Failure, locator: Locator, shortens: boolean) => {
  const steps = stepLines(instance, trace, locator, lineWidth())
  if (healedAfter === undefined) return steps.flat()
  const healed = steps.slice(healedAfter)
  return [
    ...steps.slice(0, healedAfter).flat(),
    "     all is healed, and nothing fails any more",
    ...(shortens ? withoutMiddle(healed) : healed).flat(),
  ]
}

const failureLines = (prepared: Prepared, failure: Failure, locator: Locator, shortens: boolean): string[] => {
  const { run, strange } = failure
  const { seed, decisions } = run.schedule
  return [
    ...runLines(prepared, failure, locator, shortens),
    "",
    ...(strange === undefined ? [] : [`  step ${strange} is none that the model takes`, ""]),
    `  by seed ${seed} with ${counted(decisions.length, "decision")}${run.isHealed ? ", and healed then" : ""}${decisions.length > 0 ? ": " : ""}${decisions.map(textOf).join(" · ")}`,
  ]
}

const handlersOf = ({ model }: Prepared): readonly string[] =>
  Object.entries(model.protocol.roles).flatMap(([role, { definition }]) => [
    ...Object.keys(definition.on ?? {}).map((name) => `${role}.on.${name}`),
    ...Object.keys(definition.timers ?? {}).map((name) => `${role}.timers.${name}.fire`),
    ...Object.keys(definition.calls ?? {}).map((name) => `${role}.calls.${name}`),
    ...Object.keys(definition.results ?? {}).map((name) => `${role}.results.${name}`),
  ])

const idleHandlers = (prepared: Prepared, { fired }: Simulated): readonly string[] =>
  handlersOf(prepared).filter((handler) => !fired.has(handler))

/** Who dies with the power loses messages, too: so a model that loses none is spared, and with it whatever is written too late. */
const powerLines = ({ model, simulator: { faults } }: Prepared): readonly string[] => {
  const loses = model.network?.kind === "set" || (model.network?.loss ?? 0) > 0
  return faults.has("crash") && !faults.has("disk") && !loses && model.crashes?.afterwards === "restart"
    ? ["  the power was never cut, since the model loses no messages: give its network loss to see that, too"]
    : []
}

const summaryLines = (prepared: Prepared, simulated: Simulated): string[] => {
  const { runs, steps, simulatedMillis, seconds, healed } = simulated
  const idle = idleHandlers(prepared, simulated)
  const handlers = handlersOf(prepared).length
  const pace = Math.max(seconds, 0.001)
  return [
    `  ${counted(runs, "run")}, ${amount(healed)} of them healed  ·  faults: ${[...prepared.simulator.faults].join(" ") || "none"}`,
    ...powerLines(prepared),
    `  ${counted(steps, "step")} and ${duration(simulatedMillis / 1000)} of simulated time in ${duration(seconds)}`,
    `  at ${amount(steps / pace)} steps and ${amount(simulatedMillis / 1000 / pace)} simulated seconds a second`,
    `  ${handlers - idle.length} of ${handlers} handlers did something${idle.length > 0 ? `; not ${idle.join(", ")}` : ""}`,
    ...branchLines(simulated.branches),
  ]
}

const withLocator = async (print: (locator: Locator) => string[]): Promise<void> => {
  const locator = openLocator()
  process.stdout.write(`${print(locator).join("\n")}\n`)
  locator.close()
}

/** Says what came of a simulation. */
export const tell = (prepared: Prepared, simulated: Simulated, failure?: Failure): Promise<void> =>
  withLocator((locator) => [
    ...headerLines(prepared.instance, locator, lineWidth()),
    "",
    ...propertyLines(prepared.instance, propertiesOf(prepared, simulated, failure), {
      ...{ locator, explain: explanation, width: lineWidth(), words: wordsFor(simulated.runs) },
    }),
    ...(failure === undefined ? [] : promiseLines(failure.run)),
    "",
    ...(failure === undefined ? [] : [...failureLines(prepared, failure, locator, true), ""]),
    ...summaryLines(prepared, simulated),
  ])

/** Says what one run was. */
export const tellTrace = (prepared: Prepared, failure: Failure): Promise<void> =>
  withLocator((locator) => {
    const { violation } = failure.run.path
    const broken =
      violation === undefined
        ? []
        : [`  ${paint("red", "✗")} ${violation.name} is broken`, ...promiseLines(failure.run), ""]
    return [...broken, ...failureLines(prepared, failure, locator, false)]
  })

const failureData = ({ run, trace, strange, healedAfter }: Failure): object => ({
  ...{ kind: run.path.violation?.kind, name: run.path.violation?.name, reason: run.path.violation?.reason },
  ...{ schedule: run.schedule, isHealed: run.isHealed, trace },
  ...(strange !== undefined && { strange }),
  ...(healedAfter !== undefined && { healedAfter }),
})

/** The same as data. */
export const tellJson = async (prepared: Prepared, simulated: Simulated, failure?: Failure): Promise<void> => {
  const { reached, fired, branches, failed: _failed, ...sums } = simulated
  const { title, name, file } = prepared.instance
  const told = {
    ...{ protocol: title, instance: name, file, ...sums, faults: [...prepared.simulator.faults] },
    ...{ reached: [...reached], unreached: goalsOf(prepared).filter((goal) => !reached.has(goal)) },
    ...{ fired: Object.fromEntries(fired), idle: idleHandlers(prepared, simulated) },
    ...(branches && { branches: branchData(branches) }),
    ...(failure && { failure: failureData(failure) }),
  }
  process.stdout.write(toJson(told))
}
