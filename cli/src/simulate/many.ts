import type { TakenBranch } from "@lockstep/generator"
import type { Run } from "@lockstep/simulator"
import { amount } from "../report/amounts.ts"
import { backAndClear } from "../report/screen.ts"
import type { Prepared } from "./load.ts"

/** What came of many runs. */
export interface Simulated {
  readonly runs: number
  readonly steps: number
  readonly simulatedMillis: number
  readonly seconds: number
  readonly healed: number
  readonly reached: ReadonlySet<string>
  /** How often each handler changed something. */
  readonly fired: ReadonlyMap<string, number>
  /** The branches of the protocol's handlers, where they are counted. */
  readonly branches: readonly TakenBranch[] | undefined
  /** The first run that broke something. */
  readonly failed: Run | undefined
}

/** How long the terminal and the signals wait for their turn. */
const sliceMillis = 200

const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Runs seeds in turn until one fails, all are done or somebody wants an end. */
export const simulateMany = async (
  { simulator, branches }: Pick<Prepared, "simulator" | "branches">,
  { seed, runs }: { readonly seed: number; readonly runs: number },
  signal: AbortSignal,
): Promise<Simulated> => {
  const began = performance.now()
  const seconds = (): number => (performance.now() - began) / 1000
  const reached = new Set<string>()
  const fired = new Map<string, number>()
  const sums = { runs: 0, steps: 0, simulatedMillis: 0, healed: 0 }
  let failed: Run | undefined
  let breath = began
  while (sums.runs < runs && failed === undefined && !signal.aborted) {
    const run = simulator.explore(seed + sums.runs)
    sums.runs++
    sums.steps += run.steps
    sums.simulatedMillis += run.simulatedMillis
    sums.healed += run.isHealed ? 1 : 0
    for (const goal of run.path.reached) reached.add(goal)
    for (const [handler, count] of run.path.fired) fired.set(handler, (fired.get(handler) ?? 0) + count)
    if (run.path.violation !== undefined) failed = run
    if (performance.now() - breath < sliceMillis) continue
    if (process.stderr.isTTY)
      process.stderr.write(
        `${backAndClear}${amount(sums.runs)} of ${amount(runs)} runs  ${amount(sums.steps / seconds())} steps/s`,
      )
    await pause()
    breath = performance.now()
  }
  if (process.stderr.isTTY) process.stderr.write(backAndClear)
  return { ...sums, seconds: seconds(), reached, fired, branches: branches?.(), failed }
}
