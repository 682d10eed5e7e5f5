import { type Algorithm, algorithm, each, pairs, refinement } from "@lockstep/language"
import { type Family, family } from "./functions.ts"

const processes = [1, 2, 3, 4, 5, 6] as const
const count = processes.length

type Barrier = Family<"pc", "before" | "behind">

const place = family<"pc", "before" | "behind">("pc")

/** A barrier in the abstract: everybody comes to it, and then all leave at once (`barriers/Barrier`). */
export const barrier6: Algorithm<Barrier> = algorithm<Barrier>({
  initial: [place.all(processes, () => "before")],
  actions: {
    come: each(processes, (state, self) => place.of(state, self) === "before" && place.one(self, "behind")),
    leave: (state) => processes.every((p) => place.of(state, p) === "behind") && place.all(processes, () => "before"),
  },
  step: {
    /** Nobody leaves while somebody has still to come. */
    waits: (before, after) =>
      pairs(processes, processes).every(
        ([late, early]) =>
          place.of(before, late) === "behind" ||
          place.of(before, early) === "before" ||
          place.of(after, early) === "behind",
      ),
  },
  ends: () => false,
})

interface Shared {
  readonly lock: 0 | 1
  readonly gate1: number
  readonly gate2: number
  /** How many are in the first chamber. */
  readonly rdv: number
}

/** Labels are counted: 1 to 6 lead through the first chamber, 7 to 12 through the second. */
interface Barriers extends Shared, Family<"pc", number> {}

const pc = family<"pc", number>("pc")

/** An action that a process takes at a label: where it goes, and what it changes on its way. */
const at = (label: number, run: (state: Shared) => false | readonly [to: number, changes?: Partial<Shared>]) =>
  each<Barriers, number>(processes, (state, self) => {
    const next = pc.of(state, self) === label && run(state)
    return next && { ...next[1], ...pc.one(self, next[0]) }
  })

/** How many stand at these labels. */
const between = (state: Barriers, first: number, last: number): number =>
  processes.filter((p) => {
    const label = pc.of(state, p)
    return label >= first && label <= last
  }).length

/** A barrier that can be used again and again, made of semaphores (`barriers/Barriers`). */
export const barriers6: Algorithm<Barriers> = algorithm<Barriers>({
  initial: [{ lock: 1, gate1: 0, gate2: 0, rdv: 0, ...pc.all(processes, () => 0) }],
  actions: {
    a0: at(0, () => [1]),
    a1: at(1, ({ lock }) => lock === 1 && [2, { lock: 0 }]),
    a2: at(2, ({ rdv }) => [3, { rdv: rdv + 1 }]),
    a3: at(3, ({ rdv }) => [rdv === count ? 4 : 5]),
    a4: at(4, ({ gate1 }) => [5, { gate1: gate1 + count }]),
    a5: at(5, () => [6, { lock: 1 }]),
    a6: at(6, ({ gate1 }) => gate1 > 0 && [7, { gate1: gate1 - 1 }]),
    a7: at(7, ({ lock }) => lock === 1 && [8, { lock: 0 }]),
    a8: at(8, ({ rdv }) => [9, { rdv: rdv - 1 }]),
    a9: at(9, ({ rdv }) => [rdv === 0 ? 10 : 11]),
    a10: at(10, ({ gate2 }) => [11, { gate2: gate2 + count }]),
    a11: at(11, () => [12, { lock: 1 }]),
    a12: at(12, ({ gate2 }) => gate2 > 0 && [0, { gate2: gate2 - 1 }]),
  },
  always: {
    /** The lock is held by one. */
    lockExcludes: (state) => between(state, 2, 5) + between(state, 8, 11) === (state.lock === 0 ? 1 : 0),
    /** Whoever has entered the first chamber and not left it is counted. */
    counts: (state) => state.rdv === between(state, 3, 8),
    /** Once a gate is open, it lets through those who are before it, and nobody else. */
    gatesLetAllThrough: (state) =>
      (state.gate1 === 0 || state.gate1 === between(state, 0, 6)) &&
      (state.gate2 === 0 || state.gate2 === between(state, 7, 12)),
    /** Nobody comes to one chamber while somebody has still to leave the other. */
    chambersApart: (state) => between(state, 0, 4) === 0 || between(state, 7, 10) === 0,
  },
  refines: {
    /** It is a barrier, whose doors open with the second gate. */
    barrier: refinement(barrier6, (state: Barriers) =>
      place.all(processes, (p) => {
        const label = pc.of(state, p)
        return label === 0 || (state.gate2 > 0 && label >= 11) ? "before" : "behind"
      }),
    ),
  },
  ends: () => false,
})
