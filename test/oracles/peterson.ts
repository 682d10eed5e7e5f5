import { type Algorithm, algorithm, each, refinement } from "@lockstep/language"
import { type On, over } from "./functions.ts"
import { exclusive, lock, type Locking, type Process, processes } from "./lock.ts"

type Label = "a0" | "a1" | "a2" | "a3" | "cs" | "a4"

/** `c` says who wants to enter, `turn` who may when both want to. */
interface Peterson {
  readonly pc: On<Process, Label>
  readonly c: On<Process, boolean>
  readonly turn: Process
}

const other = { 1: 2, 2: 1 } as const

/** Where the process stands in the use of a lock. */
const asLocking: Readonly<Record<Label, Locking["pc"][Process]>> = {
  a0: "l0",
  a1: "l1",
  a2: "l1",
  a3: "l1",
  cs: "cs",
  a4: "l2",
}

const inside = ({ pc }: Peterson, self: Process) => pc[self] === "cs" || pc[self] === "a4"

/** Peterson's mutual exclusion of two processes (`locks_auxiliary_vars/Peterson`). */
export const peterson: Algorithm<Peterson> = algorithm<Peterson>({
  initial: [{ pc: over(processes, () => "a0"), c: over(processes, () => false), turn: 1 }],
  actions: {
    a0: each(processes, ({ pc }, self) => pc[self] === "a0" && { pc: { ...pc, [self]: "a1" } }),
    a1: each(
      processes,
      ({ pc, c }, self) => pc[self] === "a1" && { c: { ...c, [self]: true }, pc: { ...pc, [self]: "a2" } },
    ),
    a2: each(processes, ({ pc }, self) => pc[self] === "a2" && { turn: other[self], pc: { ...pc, [self]: "a3" } }),
    a3: each(
      processes,
      ({ pc, c, turn }, self) =>
        pc[self] === "a3" && (!c[other[self]] || turn === self) && { pc: { ...pc, [self]: "cs" } },
    ),
    cs: each(processes, ({ pc }, self) => pc[self] === "cs" && { pc: { ...pc, [self]: "a4" } }),
    a4: each(
      processes,
      ({ pc, c }, self) => pc[self] === "a4" && { c: { ...c, [self]: false }, pc: { ...pc, [self]: "a0" } },
    ),
  },
  always: {
    /** A process says that it wants to enter from when it knocks until it has left. */
    wishIsKnown: ({ pc, c }) => processes.every((self) => c[self] === ["a2", "a3", "cs", "a4"].includes(pc[self])),
    /** Who is inside has the turn, or the other one has not yet given it away. */
    insideByRight: (state) =>
      processes.every(
        (self) => !inside(state, self) || state.turn === self || ["a0", "a1", "a2"].includes(state.pc[other[self]]),
      ),
    /** Only one process is inside. */
    mutualExclusion: (state) => exclusive((self) => inside(state, self)),
  },
  refines: {
    /** Peterson's algorithm is a lock. */
    lock: refinement(lock, (state): Locking => ({
      pc: over(processes, (self) => asLocking[state.pc[self]]),
      lock: processes.some((self) => inside(state, self)) ? 0 : 1,
    })),
  },
})
