import { totalmem } from "node:os"
import { check, type Report } from "@lockstep/checker"
import { deadHandlers } from "./dead.ts"
import { codeOf, vacuousCode, worstOf } from "../exit.ts"
import { type Instance, loadInstances } from "../load/models.ts"
import type { UserError } from "../messages.ts"
import { print, printAll, tellDeadHandlers, tellSkipped } from "./print.ts"
import { progressLine } from "./progress.ts"

export const formats = ["pretty", "json", "mermaid", "itf"] as const
export type Format = (typeof formats)[number]

/** What `lockstep check` was asked to do. */
export interface CheckArguments {
  readonly paths: readonly string[]
  readonly instance?: string
  readonly workers?: number
  readonly memoryBytes?: number
  readonly timeoutMillis?: number
  readonly exact: boolean
  readonly format: Format
  /** Salts the fingerprints: what collides under one seed does not under another. */
  readonly seed?: number
}

/** An instance and what was found of it. */
export interface Checked {
  readonly instance: Instance
  readonly report: Report
}

/** What a search may keep where nobody says how much: some of the machine is left for everything else. */
const defaultMemoryBytes = Math.floor((totalmem() * 3) / 4)

const checkOne = async (instance: Instance, asked: CheckArguments, signal: AbortSignal): Promise<Checked> => {
  const { workers, memoryBytes = defaultMemoryBytes, timeoutMillis, exact, seed } = asked
  const progress = progressLine(process.stderr, instance.name)
  const report = await check(instance.model, {
    exact,
    signal,
    memoryBytes,
    source: { url: instance.url, name: instance.name },
    ...(workers !== undefined && { workers }),
    ...(timeoutMillis !== undefined && { timeoutMillis }),
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

/** Checks every instance that was asked for, and prints what was found; the number is the exit code. */
export const runChecks = async (asked: CheckArguments): Promise<number | UserError> => {
  const chosen = await loadInstances(asked.paths, asked.instance)
  if (chosen.kind === "user-error") return chosen
  const interrupted = interruption()
  const all: Checked[] = []
  for (const instance of chosen.instances) {
    if (interrupted.signal.aborted) break
    const checked = await checkOne(instance, asked, interrupted.signal)
    all.push(checked)
    await print(checked, asked.format)
  }
  interrupted.end()
  printAll(all, asked.format)
  const dead = deadHandlers(all)
  tellDeadHandlers(dead)
  tellSkipped(chosen.skipped)
  const codes = [...all.map(({ report }) => codeOf(report)), ...(dead.length > 0 ? [vacuousCode] : [])]
  return interrupted.code() ?? worstOf(codes)
}
