import { equal, sequentialObject } from "@lockstep/language"

/** A cell that is read, written, and written if it holds what is expected; `cas` takes both values and answers whether it wrote. */
export const register = sequentialObject<unknown>({
  initial: null,
  calls: {
    read: (value) => [value, value],
    write: (_, next: unknown) => [next, null],
    cas: (value, [expected, next]: readonly [unknown, unknown]) =>
      equal(value, expected) ? [next, true] : [value, false],
  },
  reads: ["read"],
})
