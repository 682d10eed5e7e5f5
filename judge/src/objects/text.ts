import { sequentialObject } from "@lockstep/language"
import type { ForeseeingObject } from "../foresight.ts"

const cell = sequentialObject<string>({
  initial: "",
  calls: {
    get: (value) => [value, value],
    put: (_, next: string) => [next, null],
    append: (value, more: string) => [value + more, null],
  },
  reads: ["get"],
})

const begins = (whole: unknown, part: unknown): boolean => String(whole).startsWith(String(part))

/** A text that is put, appended to and got; empty at first. */
export const text: ForeseeingObject = {
  ...cell,
  foresight: {
    get: {
      grows: (state, _, answer) => begins(answer, state),
      makes: (call, argument, _, answer) => call === "put" && begins(answer, argument),
    },
  },
}
