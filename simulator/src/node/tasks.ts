import type { Scheduler } from "effect/Scheduler"

/** Runs the fibers of one node in the order in which they became ready, and only when it is told to. */
export interface Tasks {
  readonly scheduler: Scheduler
  /** Runs what is ready, and what that makes ready. */
  readonly run: () => void
  readonly isIdle: () => boolean
  /** Nothing of this node ever runs again. */
  readonly end: () => void
}

interface Task {
  readonly run: () => void
  readonly priority: number
}

/** Where the tasks of a priority end: those of lower numbers go first. */
const placeOf = (tasks: readonly Task[], priority: number): number => {
  let at = tasks.length
  while (at > 0 && (tasks[at - 1]?.priority ?? 0) > priority) at--
  return at
}

export const makeTasks = (): Tasks => {
  let ready: Task[] = []
  let hasEnded = false
  const dispatcher = {
    scheduleTask(run: () => void, priority: number): void {
      if (hasEnded) return
      const at = placeOf(ready, priority)
      if (at === ready.length) ready.push({ run, priority })
      else ready.splice(at, 0, { run, priority })
    },
    flush: () => run(),
  }
  const run = (): void => {
    while (ready.length > 0) {
      const round = ready
      ready = []
      for (const task of round) if (!hasEnded) task.run()
    }
  }
  return {
    scheduler: { executionMode: "async", shouldYield: () => false, makeDispatcher: () => dispatcher },
    run,
    isIdle: () => ready.length === 0,
    end() {
      hasEnded = true
      ready = []
    },
  }
}
