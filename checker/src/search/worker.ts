import { parentPort, workerData } from "node:worker_threads"
import { openCommon } from "../machine/common.ts"
import { machineOf, type Source } from "../machine/load.ts"
import type { Coverage } from "../machine/machine.ts"
import type { SpecFault } from "../report.ts"
import { SpecTrouble } from "../store/encode.ts"
import type { FoundProperty } from "./assemble.ts"
import { loneliness } from "./crew.ts"
import type { Finding } from "./explore.ts"
import { refusals } from "./slice.ts"
import { becomeMember, type SearchMemory, type SearchSettings } from "./member.ts"

/** What a worker is told. */
export interface WorkerOrder extends SearchSettings {
  readonly source: Source
  readonly me: number
  readonly memory: SearchMemory
}

/** What a worker says at its end. */
export interface WorkerResult {
  /** A mistake in the spec, which one thread alone tells in full. */
  readonly fault: SpecFault | undefined
  readonly broken: FoundProperty | undefined
  readonly reached: readonly FoundProperty[]
  readonly coverage: readonly Coverage[]
}

const found = ({ property: { kind, name }, depth }: Finding): FoundProperty => ({ kind, name, depth })

const work = async ({ source, me, memory, seed, handlerMillis }: WorkerOrder): Promise<WorkerResult> => {
  const machine = await machineOf(source, openCommon(memory.common, loneliness(memory.crew)))
  const member = becomeMember(machine, memory, { me, seed, handlerMillis, keepWays: 0, breathe: () => undefined })
  const { crew, search, run } = member
  const result = (fault?: SpecFault): WorkerResult => {
    const broken = search.broken()
    return {
      fault,
      broken: broken && found(broken),
      reached: [...search.reached().values()].map(found),
      coverage: machine.coverage(),
    }
  }
  try {
    await run()
    return result()
  } catch (error) {
    crew.stop()
    if (!(error instanceof SpecTrouble)) throw error
    const { input: _, ...fault } = error.fault
    return result(fault)
  }
}

/** What a spec takes with it when it is loaded would end this thread, and nobody could say which handler did. */
const { exit } = process
process.exit = refusals.exit
try {
  parentPort?.postMessage(await work(workerData as WorkerOrder))
} finally {
  process.exit = exit
}
