import { type Algorithm, algorithm, each } from "@lockstep/language"
import { type Family, family } from "./functions.ts"

type Label = "a" | "b" | "done"

/** Each process writes its own `x`, then reads its neighbour's into its own `y`. */
interface Circle extends Family<"x", 0 | 1>, Family<"y", 0 | 1>, Family<"pc", Label> {}

const x = family<"x", 0 | 1>("x")
const y = family<"y", 0 | 1>("y")
const pc = family<"pc", Label>("pc")

/** Processes in a circle that each look at their neighbour once (`TeachingConcurrency/Simple`). */
export const simple = (count: number): Algorithm<Circle> => {
  const processes = Array.from({ length: count }, (_, process) => process)
  const allDone = (state: Circle): boolean => processes.every((self) => pc.of(state, self) === "done")
  const someoneSaw = (state: Circle): boolean => processes.some((self) => y.of(state, self) === 1)

  return algorithm<Circle>({
    initial: [{ ...x.all(processes, () => 0), ...y.all(processes, () => 0), ...pc.all(processes, () => "a") }],
    actions: {
      a: each(processes, (state, self) => pc.of(state, self) === "a" && { ...x.one(self, 1), ...pc.one(self, "b") }),
      b: each(
        processes,
        (state, self) =>
          pc.of(state, self) === "b" && {
            ...y.one(self, x.of(state, (self + count - 1) % count)),
            ...pc.one(self, "done"),
          },
      ),
    },
    always: {
      /** When all are done, somebody saw what its neighbour wrote. */
      correct: (state) => !allDone(state) || someoneSaw(state),
      /** Who is past its first step has written: with the above, this is inductive. */
      written: (state) => processes.every((self) => pc.of(state, self) === "a" || x.of(state, self) === 1),
    },
    ends: allDone,
  })
}

export const simple5 = simple(5)
