import type { Run, Simulator } from "@lockstep/simulator"
import { amount } from "../report/amounts.ts"
import { backAndClear } from "../report/screen.ts"
import { makeCourseMemory, openCourse } from "./course.ts"
import { type Failed, type Ledger, openLedger, type Sums } from "./ledger.ts"
import type { Prepared } from "./load.ts"
import { outcomes } from "./outcome.ts"
import { gatherTeam, type Team } from "./team.ts"

/** What came of many runs. */
export interface Simulated extends Sums {
  readonly seconds: number
  /** The first run that broke something. */
  readonly failed: Run | undefined
}

/** Which runs are wanted, and by how many threads. */
export interface Wanted {
  readonly seed: number
  readonly runs: number
  readonly workers: number
  /** So long the first thread runs alone, and goes on alone where it has come some of the way by then. */
  readonly aloneMillis?: number
}

/** How long the terminal and the signals wait for their turn. */
const sliceMillis = 200
/** A thread soon has what it needs, but is slow for its first second, in which the engine takes the other cores to compile for it. */
const usualAloneMillis = 2_000
/** Where more is done by then, others would hardly be quick before all is done. */
const mostAlone = 1 / 4

const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** The run that failed, whichever thread has met it: as a function of its seed, it fails again. */
const repeat = ({ explore }: Simulator, seed: number, { broken }: Failed): Run => {
  const run = explore(seed)
  const reason = `the run breaks ${broken}, and not when it is repeated`
  run.path.violation ??= { kind: "runtime", name: "seeded", reason }
  return run
}

/** Shows how far the runs have come, and takes that away again. */
const progress = (ledger: Ledger, runs: number, seconds: () => number) => ({
  show(): void {
    if (!process.stderr.isTTY) return
    const rate = amount(ledger.steps() / seconds())
    process.stderr.write(`${backAndClear}${amount(ledger.runs())} of ${amount(runs)} runs  ${rate} steps/s`)
  },
  clear(): void {
    if (process.stderr.isTTY) process.stderr.write(backAndClear)
  },
})

/** Runs seeds until one fails, all are done or somebody wants an end. They count in turn, whichever thread runs them. */
export const simulateMany = async (
  prepared: Pick<Prepared, "simulator" | "branches" | "task">,
  { seed, runs, workers, aloneMillis = usualAloneMillis }: Wanted,
  signal: AbortSignal,
): Promise<Simulated> => {
  const began = performance.now()
  const seconds = (): number => (performance.now() - began) / 1000
  const memory = makeCourseMemory(runs)
  const course = openCourse(memory)
  const ledger = openLedger(prepared)
  const outcomeOf = outcomes(prepared, seed, course)
  const { show, clear } = progress(ledger, runs, seconds)
  let breath = began
  let team: Team | undefined

  const callOthers = (): void => {
    const done = ledger.runs()
    const others = Math.min(workers, runs - done) - 1
    const isShort = performance.now() - began < aloneMillis || done > runs * mostAlone
    if (team !== undefined || others < 1 || isShort) return
    team = gatherTeam(others, { task: prepared.task, seed, course: memory }, ledger.enter)
    signal.addEventListener("abort", team.dismiss, { once: true })
  }

  const breathe = async (): Promise<void> => {
    if (performance.now() - breath < sliceMillis) return
    callOthers()
    show()
    await pause()
    breath = performance.now()
  }

  /** A run that nobody has begun or, where no thread is left, one that a lost thread has not told of. */
  const next = (): number | undefined => course.draw() ?? (team?.isOver() ? ledger.runs() : undefined)

  if (aloneMillis === 0) callOthers()
  while (ledger.runs() < course.end() && !signal.aborted) {
    const run = next()
    if (run === undefined) await team?.news()
    else ledger.enter(run, outcomeOf(run))
    await breathe()
  }
  await team?.dismiss()
  ledger.close()
  clear()
  const took = seconds()
  const failed = ledger.failed()
  return { ...ledger.sums(), seconds: took, failed: failed && repeat(prepared.simulator, seed + failed.run, failed) }
}
