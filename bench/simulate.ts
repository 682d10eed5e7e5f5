/**
 * Measures the simulator on one core: steps per second of the clock and of the processor, and how much faster simulated time passes.
 * The first row of a protocol is what `lockstep simulate` does unless told; long runs start their nodes more seldom, and those without
 * faults never. Words after the command select rows: `node bench/simulate.ts raft`. Behind `taskset -c 1`, what V8 does beside runs on that core, too.
 */
import { fileURLToPath } from "node:url"
import { checkableOf } from "@lockstep/checker"
import { loadInMemory } from "@lockstep/generator"
import { type Simulation, type Simulator, simulator } from "@lockstep/simulator"

const protocols = ["consensus/raft", "consensus/election"]
const settings: { readonly [title: string]: Partial<Simulation> } = {
  "as usual": {},
  "2,000 decisions": { decisions: 2_000 },
  "2,000 decisions, no faults": { decisions: 2_000, faults: new Set() },
}
/** So long V8 compiles what runs often. */
const warmUpSeconds = 20
const seconds = 10

const prepare = async (protocol: string, setting: Partial<Simulation>): Promise<Simulator> => {
  const file = fileURLToPath(new URL(`../specs/${protocol}/model.ts`, import.meta.url))
  const loaded = await loadInMemory(file)
  const { quick } = await import(file)
  const model = checkableOf(quick)
  if (loaded.kind !== "in-memory" || model?.kind !== "model") throw new Error(`${protocol} is not compiled`)
  return simulator({ model, library: loaded.library, ...setting })
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
  for (const [kind, setting] of Object.entries(settings)) {
    const title = `${protocol}, ${kind}`
    if (words.some((word) => !title.includes(word))) continue
    const prepared = await prepare(protocol, setting)
    measure(prepared, 0, warmUpSeconds)
    const found = measure(prepared, 1_000_000, seconds)
    const { runs, steps } = found
    const rates = [steps / found.seconds, steps / found.cpu, found.simulatedMillis / 1000 / found.seconds]
    console.log(line([title, runs, steps / runs, ...rates]))
  }
