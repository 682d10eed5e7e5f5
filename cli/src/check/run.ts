import { check, type CheckOptions } from "@lockstep/checker"
import type { Diagnostic } from "@lockstep/generator"
import { type Cache, noCache, openCache } from "../cache/cache.ts"
import type { Kept } from "../cache/text.ts"
import { answerable } from "../compare/answerable.ts"
import { type Brief, briefOf } from "../compare/brief.ts"
import { changesBetween } from "../compare/changes.ts"
import { readBriefs } from "../compare/read.ts"
import { codeOf, userErrorCode, vacuousCode, worstOf } from "../exit.ts"
import { type Analysis, beginAnalysis } from "../lint/beside.ts"
import { type Instance, loadInstances } from "../load/models.ts"
import { isUserError, type UserError } from "../messages.ts"
import type { Reporter } from "../report/reporters.ts"
import type { Checked, Outcome } from "./outcome.ts"
import { interruption } from "./interruption.ts"
import { defaultMemoryBytes, type Limited, type Limits } from "./limits.ts"
import { tell, tellAll, tellDiagnostics, tellSkipped, tellUnmet, tellVacuous } from "./print.ts"
import { progressLine } from "./progress.ts"
import { vacuousIn } from "./vacuous.ts"
import { unknownGoal, withWays } from "./ways.ts"

/** What `lockstep check` was asked to do. */
export interface CheckArguments {
  readonly paths: readonly string[]
  readonly instance?: string
  /** How far the search of the instances of a name may go. */
  readonly limits: (instance: string) => Limits
  /** Names that must be those of instances, since limits are configured for them, and where. */
  readonly limited?: readonly Limited[]
  readonly exact: boolean
  /** Whether protocols and algorithms are analysed, too. */
  readonly lint: boolean
  readonly reporters: readonly Reporter[]
  /** The goals to which the ways are told. */
  readonly shown: readonly string[]
  /** Whether code that does not run is told. */
  readonly coverage: boolean
  /** The folder of answers that are known already; without it, everything is explored. */
  readonly cache?: string
  /** What an earlier run printed as JSON, to say what changed since. */
  readonly compare?: string
  /** Salts the fingerprints: what collides under one seed does not under another. */
  readonly seed?: number
}

const optionsOf = ({ name }: Instance, { limits }: CheckArguments, signal: AbortSignal): CheckOptions => ({
  signal,
  memoryBytes: defaultMemoryBytes,
  ...limits(name),
})

const checkOne = async (instance: Instance, asked: CheckArguments, signal: AbortSignal): Promise<Checked> => {
  const { exact, seed } = asked
  const progress = progressLine(process.stderr, instance.name)
  const report = await check(instance.model, {
    exact,
    ...optionsOf(instance, asked, signal),
    source: { url: instance.url, name: instance.name },
    ...(seed !== undefined && { seed }),
    ...(progress && { onProgress: progress.show }),
  })
  progress?.clear()
  return { instance, report }
}

/** The files that the analysis has a word in. */
const analysedFiles = (instances: readonly Instance[]): readonly string[] => [
  ...new Set(
    instances.flatMap(({ file, isProtocol, model }) => (isProtocol || model.kind === "algorithm" ? [file] : [])),
  ),
]

/** Searches, and is sure before anything is said of it that its file is in order; `undefined` where it is not. */
const checkAnalysed = async (
  instance: Instance,
  asked: CheckArguments,
  interrupted: AbortSignal,
  analysis: Analysis,
): Promise<Checked | undefined> => {
  const refused = new AbortController()
  const isRefused = analysis.of(instance.file).then(
    (diagnostics) => {
      if (diagnostics.length > 0) refused.abort()
      return diagnostics.length > 0
    },
    (error: unknown) => {
      refused.abort()
      throw error
    },
  )
  const [checked, isOver] = await Promise.all([
    checkOne(instance, asked, AbortSignal.any([interrupted, refused.signal])),
    isRefused,
  ])
  return isOver ? undefined : checked
}

/** Takes the answer that is known, or else finds it and keeps it. */
const answer = async (
  task: Task,
  asked: CheckArguments,
  signal: AbortSignal,
  { analysis, cache }: Means,
): Promise<Checked | undefined> => {
  const { instance, kept } = task
  if (kept !== undefined) return { instance, report: kept.report, checkedAt: kept.checkedAt }
  const checked = await checkAnalysed(instance, asked, signal, analysis)
  if (checked !== undefined) cache.keep(instance, checked.report)
  return checked
}

/** An instance, and its answer where it is known. */
interface Task {
  readonly instance: Instance
  readonly kept: Kept | undefined
}

/** What answers are found with. */
interface Means {
  readonly analysis: Analysis
  readonly cache: Cache
}

/** Checks one instance after the other, and leaves out those of a file that is not in order. */
const checkAll = async (
  tasks: readonly Task[],
  asked: CheckArguments,
  signal: AbortSignal,
  means: Means,
): Promise<Omit<Outcome, "vacuous">> => {
  const all: Checked[] = []
  const refused = new Map<string, readonly Diagnostic[]>()
  for (const task of tasks) {
    const { instance } = task
    if (signal.aborted) break
    if (refused.has(instance.file)) continue
    const checked = await answer(task, asked, signal, means)
    if (checked === undefined) {
      const diagnostics = await means.analysis.of(instance.file)
      refused.set(instance.file, diagnostics)
      await tellDiagnostics(diagnostics)
      continue
    }
    const shown = await withWays(checked, asked.shown, optionsOf(instance, asked, signal))
    all.push(shown)
    await tell(shown, asked.reporters)
  }
  return { all, refused }
}

const exitCode = ({ all, refused, vacuous }: Outcome): number =>
  worstOf([
    ...all.map(({ report }) => codeOf(report)),
    ...(vacuous.length > 0 ? [vacuousCode] : []),
    ...(refused.size > 0 ? [userErrorCode] : []),
  ])

const briefsOf = (all: readonly Checked[]): readonly Brief[] =>
  all.map(({ instance: { file, name }, report }) => briefOf({ file, instance: name, ...report }))

/** Checks every instance that was asked for, and prints what was found; the number is the exit code. `told` hears of it where each has its answer. */
export const runChecks = async (
  asked: CheckArguments,
  told?: (briefs: readonly Brief[]) => void,
): Promise<number | UserError> => {
  const base = asked.compare === undefined ? undefined : readBriefs(asked.compare)
  if (base !== undefined && isUserError(base)) return base
  const recorder = asked.coverage ? await (await import("../gaps/recorder.ts")).openRecorder() : undefined
  const chosen = await loadInstances(asked.paths, asked.instance)
  if (chosen.kind === "user-error") return chosen
  const unknown = unknownGoal(asked.shown, chosen.instances)
  if (unknown !== undefined) return unknown
  const cache = asked.cache === undefined ? noCache : openCache(asked.cache, asked)
  const tasks = chosen.instances.map((instance) => ({ instance, kept: cache.find(instance) }))
  const open = tasks.flatMap(({ instance, kept }) => (kept === undefined ? [instance] : []))
  const analysis = beginAnalysis(asked.lint ? analysedFiles(open) : [])
  const interrupted = interruption()
  recorder?.begin()
  const { all, refused } = await checkAll(tasks, asked, interrupted.signal, { analysis, cache })
  const gaps = recorder?.end()
  await analysis.end()
  interrupted.end()
  const briefs = briefsOf(all)
  const compared = base && changesBetween(answerable(base, { paths: asked.paths, chosen, answers: briefs }), briefs)
  const outcome = {
    all,
    refused,
    vacuous: vacuousIn(all, chosen.partial),
    ...(gaps && { gaps }),
    ...(compared && { compared }),
  }
  await tellAll(outcome, asked.reporters)
  if (all.length === tasks.length) told?.(briefs)
  tellVacuous(outcome.vacuous)
  tellSkipped(chosen.skipped)
  tellUnmet(asked.limited ?? [], [...chosen.instances, ...chosen.unasked])
  return interrupted.code() ?? exitCode(outcome)
}
