import { sequentialObject } from "@lockstep/language"

/** A text that is put, appended to and got; empty at first. */
export const text = sequentialObject<string>({
  initial: "",
  calls: {
    get: (value) => [value, value],
    put: (_, next: string) => [next, null],
    append: (value, more: string) => [value + more, null],
  },
  reads: ["get"],
})
