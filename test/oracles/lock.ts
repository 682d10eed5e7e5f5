import { type Algorithm, algorithm, each } from "@lockstep/language"
import { type On, over } from "./functions.ts"

export type Process = 1 | 2

export const processes: readonly Process[] = [1, 2]

/** `lock` is 1 while it is free. A process waits for it at `l1` and gives it back at `l2`. */
export interface Locking {
  readonly pc: On<Process, "l0" | "l1" | "cs" | "l2">
  readonly lock: 0 | 1
}

/** Whether two processes never have at the same time what `has` says of one. */
export const exclusive = (has: (self: Process) => boolean): boolean => processes.filter(has).length <= 1

const holds = ({ pc }: Locking, self: Process) => pc[self] === "cs" || pc[self] === "l2"

/** Two processes that take turns by a lock (`locks_auxiliary_vars/Lock`). */
export const lock: Algorithm<Locking> = algorithm<Locking>({
  initial: [{ pc: over(processes, () => "l0"), lock: 1 }],
  actions: {
    l0: each(processes, ({ pc }, self) => pc[self] === "l0" && { pc: { ...pc, [self]: "l1" } }),
    l1: each(
      processes,
      ({ pc, lock }, self) => pc[self] === "l1" && lock === 1 && { lock: 0, pc: { ...pc, [self]: "cs" } },
    ),
    cs: each(processes, ({ pc }, self) => pc[self] === "cs" && { pc: { ...pc, [self]: "l2" } }),
    l2: each(processes, ({ pc }, self) => pc[self] === "l2" && { lock: 1, pc: { ...pc, [self]: "l0" } }),
  },
  always: {
    /** Only one process holds the lock. */
    mutualExclusion: (state) => exclusive((self) => holds(state, self)),
    /** A lock that somebody holds is taken. */
    takenWhenHeld: (state) => state.lock === 0 || !processes.some((self) => holds(state, self)),
  },
})
