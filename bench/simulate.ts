/**
 * Measures the simulator on one core: steps per second of the clock and of the processor, and how much faster simulated time passes.
 * Short runs are what `lockstep simulate` makes unless told; long ones start their nodes more seldom. Words after the command select rows:
 * `node bench/simulate.ts raft`.
 */
import { fileURLToPath } from "node:url"
import { checkableOf } from "@lockstep/checker"
import { loadInMemory } from "@lockstep/generator"
import { type Simulator, simulator } from "@lockstep/simulator"

const protocols = ["consensus/raft", "consensus/election"]
/** How many decisions a run has at most. */
const lengths = [120, 2_000]
const [warmUpSeconds, seconds] = [3, 5]

const prepare = async (protocol: string, decisions: number): Promise<Simulator> => {
  const file = fileURLToPath(new URL(`../specs/${protocol}/model.ts`, import.meta.url))
  const loaded = await loadInMemory(file)
  const { quick } = await import(file)
  const model = checkableOf(quick)
  if (loaded.kind !== "in-memory" || model?.kind !== "model") throw new Error(`${protocol} is not compiled`)
  return simulator({ model, library: loaded.library, decisions })
}

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** Explores the seeds from one on for some seconds of the processor. */
const measure = ({ explore }: Simulator, from: number, most: number) => {
  const [began, cpuBegan] = [performance.now(), cpuSeconds()]
  const sums = { runs: 0, steps: 0, simulatedMillis: 0 }
  while (cpuSeconds() - cpuBegan < most) {
    const { path, steps, simulatedMillis } = explore(from + sums.runs)
    if (path.violation !== undefined) throw new Error(`seed ${from + sums.runs} breaks ${path.violation.name}`)
    sums.runs++
    sums.steps += steps
    sums.simulatedMillis += simulatedMillis
  }
  return { ...sums, seconds: (performance.now() - began) / 1000, cpu: cpuSeconds() - cpuBegan }
}

const columns = ["", "runs", "steps a run", "steps/s", "steps/CPU s", "simulated s/s"]
const line = (cells: readonly (string | number)[]): string =>
  cells
    .map((cell, at) => {
      const text = typeof cell === "number" ? Math.round(cell).toLocaleString("en-US") : cell
      return at === 0 ? text.padEnd(40) : text.padStart(14)
    })
    .join("")

const words = process.argv.slice(2)

console.log(line(columns))
for (const protocol of protocols)
  for (const decisions of lengths) {
    const title = `${protocol}, ${decisions.toLocaleString("en-US")} decisions`
    if (words.some((word) => !title.includes(word))) continue
    const prepared = await prepare(protocol, decisions)
    measure(prepared, 0, warmUpSeconds)
    const found = measure(prepared, 1_000_000, seconds)
    const { runs, steps } = found
    const rates = [steps / found.seconds, steps / found.cpu, found.simulatedMillis / 1000 / found.seconds]
    console.log(line([title, runs, steps / runs, ...rates]))
  }
