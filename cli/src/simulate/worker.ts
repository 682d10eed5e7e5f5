import { parentPort, workerData } from "node:worker_threads"
import { openCourse } from "./course.ts"
import { type Outcome, outcomes } from "./outcome.ts"
import { engineAnew, type Task } from "./task.ts"

/** What a thread is told. */
export interface SimulateOrder {
  readonly task: Task
  readonly seed: number
  readonly course: SharedArrayBuffer
}

/** What came of a run, by its number. */
export interface Ran {
  readonly run: number
  readonly outcome: Outcome
}

const { task, seed, course: memory } = workerData as SimulateOrder
const course = openCourse(memory)
const outcomeOf = outcomes(await engineAnew(task), seed, course)

for (let run = course.draw(); run !== undefined; run = course.draw())
  parentPort?.postMessage({ run, outcome: outcomeOf(run) } satisfies Ran)
