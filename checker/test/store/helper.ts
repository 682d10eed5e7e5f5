import { parentPort, workerData } from "node:worker_threads"
import { openVisited, type VisitedMemory } from "../../src/store/visited.ts"

/** A thread that does nothing but help a set to grow, until it is told to stop. */
const { memory, stopped } = workerData as { memory: VisitedMemory; stopped: Int32Array }
const visited = openVisited(memory, () => false)
parentPort?.postMessage("ready")
while (Atomics.load(stopped, 0) === 0) visited.help()
