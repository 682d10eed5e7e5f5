import { sequentialObject } from "@lockstep/language"

/** A list, or log, that is appended to and read as a whole. */
export const list = sequentialObject<readonly unknown[]>({
  initial: [],
  calls: {
    read: (items) => [items, items],
    append: (items, item: unknown) => [[...items, item], null],
  },
  reads: ["read"],
})
