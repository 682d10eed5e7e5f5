import { equal, sequentialObject } from "@lockstep/language"
import type { ForeseeingObject } from "../foresight.ts"

const equalAnswer = (state: unknown, _: unknown, answer: unknown): boolean => equal(state, answer)

const next = (call: string, argument: unknown): unknown =>
  call === "cas" && Array.isArray(argument) ? argument[1] : argument

const cell = sequentialObject<unknown>({
  initial: null,
  calls: {
    read: (value) => [value, value],
    write: (_, next: unknown) => [next, null],
    cas: (value, [expected, next]: readonly [unknown, unknown]) =>
      equal(value, expected) ? [next, true] : [value, false],
  },
  reads: ["read"],
})

/** A cell that is read, written, and written if it holds what is expected; `cas` takes both values and answers whether it wrote. */
export const register: ForeseeingObject = {
  ...cell,
  foresight: {
    read: {
      grows: equalAnswer,
      makes: (call, argument, _, answer) => call !== "read" && equal(next(call, argument), answer),
    },
  },
}
