import { type Algorithm, algorithm, each, pairs } from "@lockstep/language"
import { type On, over } from "./functions.ts"

type Philosopher = 1 | 2 | 3 | 4 | 5

interface Fork {
  readonly holder: Philosopher
  readonly clean: boolean
}

/** Fork `p` lies to the left of philosopher `p`. */
interface Table {
  readonly forks: On<Philosopher, Fork>
  readonly pc: On<Philosopher, "Loop" | "Eat" | "Think">
  readonly hungry: On<Philosopher, boolean>
}

const philosophers: readonly Philosopher[] = [1, 2, 3, 4, 5]
const right = { 1: 2, 2: 3, 3: 4, 4: 5, 5: 1 } as const
const left = { 1: 5, 2: 1, 3: 2, 4: 3, 5: 4 } as const

const canEat = (forks: Table["forks"], self: Philosopher): boolean =>
  [forks[self], forks[right[self]]].every((fork) => fork.holder === self && fork.clean)

/** Hands over a dirty fork that the philosopher holds, the left one first. */
const handOver = (forks: Table["forks"], self: Philosopher): Table["forks"] => {
  const dirty = (fork: Fork) => fork.holder === self && !fork.clean
  if (dirty(forks[self])) return { ...forks, [self]: { holder: left[self], clean: true } }
  if (dirty(forks[right[self]])) return { ...forks, [right[self]]: { holder: right[self], clean: true } }
  return forks
}

const soiled = (forks: Table["forks"], self: Philosopher): Table["forks"] => ({
  ...forks,
  [self]: { ...forks[self], clean: false },
  [right[self]]: { ...forks[right[self]], clean: false },
})

/** Chandy and Misra's philosophers, who hand each other forks (`DiningPhilosophers`). */
export const diningPhilosophers: Algorithm<Table> = algorithm<Table>({
  initial: [
    {
      forks: over(philosophers, (fork) => ({ holder: fork === 2 ? 1 : fork, clean: false })),
      pc: over(philosophers, () => "Loop"),
      hungry: over(philosophers, () => true),
    },
  ],
  actions: {
    loop: each(philosophers, ({ forks, pc, hungry }, self) => {
      if (pc[self] !== "Loop") return false
      const next = !hungry[self] ? "Think" : canEat(forks, self) ? "Eat" : "Loop"
      return { forks: handOver(forks, self), pc: { ...pc, [self]: next } }
    }),
    think: each(
      philosophers,
      ({ pc, hungry }, self) =>
        pc[self] === "Think" && { hungry: { ...hungry, [self]: true }, pc: { ...pc, [self]: "Loop" } },
    ),
    eat: each(
      philosophers,
      ({ forks, pc, hungry }, self) =>
        pc[self] === "Eat" && {
          hungry: { ...hungry, [self]: false },
          forks: soiled(forks, self),
          pc: { ...pc, [self]: "Loop" },
        },
    ),
  },
  always: {
    /** Two philosophers who share a fork do not eat at the same time. */
    exclusiveAccess: ({ pc }) =>
      pairs(philosophers, philosophers).every(([p, q]) => right[p] !== q || pc[p] !== "Eat" || pc[q] !== "Eat"),
  },
})
