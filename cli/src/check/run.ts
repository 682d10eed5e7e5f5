import { check } from "@lockstep/checker"
import type { Diagnostic } from "@lockstep/generator"
import { deadHandlers } from "./dead.ts"
import { codeOf, userErrorCode, vacuousCode, worstOf } from "../exit.ts"
import { type Analysis, beginAnalysis } from "../lint/beside.ts"
import { type Instance, loadInstances } from "../load/models.ts"
import type { UserError } from "../messages.ts"
import type { Reporter } from "../report/reporters.ts"
import type { Checked, Outcome } from "./outcome.ts"
import { defaultMemoryBytes, type Limits } from "./limits.ts"
import { tell, tellAll, tellDeadHandlers, tellDiagnostics, tellSkipped } from "./print.ts"
import { progressLine } from "./progress.ts"

/** What `lockstep check` was asked to do. */
export interface CheckArguments {
  readonly paths: readonly string[]
  readonly instance?: string
  /** How far the search of the instances of a name may go. */
  readonly limits: (instance: string) => Limits
  readonly exact: boolean
  /** Whether protocols are analysed, too. */
  readonly lint: boolean
  readonly reporters: readonly Reporter[]
  /** Salts the fingerprints: what collides under one seed does not under another. */
  readonly seed?: number
}

const checkOne = async (instance: Instance, asked: CheckArguments, signal: AbortSignal): Promise<Checked> => {
  const { exact, seed } = asked
  const progress = progressLine(process.stderr, instance.name)
  const report = await check(instance.model, {
    exact,
    signal,
    memoryBytes: defaultMemoryBytes,
    ...asked.limits(instance.name),
    source: { url: instance.url, name: instance.name },
    ...(seed !== undefined && { seed }),
    ...(progress && { onProgress: progress.show }),
  })
  progress?.clear()
  return { instance, report }
}

const signalCodes = { SIGINT: 130, SIGTERM: 143 } as const
type Interruption = { readonly signal: AbortSignal; readonly code: () => number | undefined; readonly end: () => void }

/** The first signal ends the search and lets it tell what it knows; a second one ends the command. */
const interruption = (): Interruption => {
  const controller = new AbortController()
  let code: number | undefined
  const stop = (signal: keyof typeof signalCodes) => (): void => {
    code = signalCodes[signal]
    controller.abort()
  }
  const [onInterrupt, onTerminate] = [stop("SIGINT"), stop("SIGTERM")]
  process.once("SIGINT", onInterrupt).once("SIGTERM", onTerminate)
  const end = (): void => void process.off("SIGINT", onInterrupt).off("SIGTERM", onTerminate)
  return { signal: controller.signal, code: () => code, end }
}

/** The files that the analysis has a word in. */
const protocolFiles = (instances: readonly Instance[]): readonly string[] => [
  ...new Set(instances.flatMap(({ file, isProtocol }) => (isProtocol ? [file] : []))),
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

/** Checks one instance after the other, and leaves out those of a file that is not in order. */
const checkAll = async (
  instances: readonly Instance[],
  asked: CheckArguments,
  signal: AbortSignal,
  analysis: Analysis,
): Promise<Omit<Outcome, "dead">> => {
  const all: Checked[] = []
  const refused = new Map<string, readonly Diagnostic[]>()
  for (const instance of instances) {
    if (signal.aborted) break
    if (refused.has(instance.file)) continue
    const checked = await checkAnalysed(instance, asked, signal, analysis)
    if (checked === undefined) {
      const diagnostics = await analysis.of(instance.file)
      refused.set(instance.file, diagnostics)
      await tellDiagnostics(diagnostics)
      continue
    }
    all.push(checked)
    await tell(checked, asked.reporters)
  }
  return { all, refused }
}

/** Checks every instance that was asked for, and prints what was found; the number is the exit code. */
export const runChecks = async (asked: CheckArguments): Promise<number | UserError> => {
  const chosen = await loadInstances(asked.paths, asked.instance)
  if (chosen.kind === "user-error") return chosen
  const analysis = beginAnalysis(asked.lint ? protocolFiles(chosen.instances) : [])
  const interrupted = interruption()
  const { all, refused } = await checkAll(chosen.instances, asked, interrupted.signal, analysis)
  await analysis.end()
  interrupted.end()
  const dead = deadHandlers(all)
  await tellAll({ all, refused, dead }, asked.reporters)
  tellDeadHandlers(dead)
  tellSkipped(chosen.skipped)
  const more = [...(dead.length > 0 ? [vacuousCode] : []), ...(refused.size > 0 ? [userErrorCode] : [])]
  return interrupted.code() ?? worstOf([...all.map(({ report }) => codeOf(report)), ...more])
}
