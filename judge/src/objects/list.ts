import { equal, sequentialObject } from "@lockstep/language"
import type { ForeseeingObject } from "../foresight.ts"

const items = sequentialObject<readonly unknown[]>({
  initial: [],
  calls: {
    read: (items) => [items, items],
    append: (items, item: unknown) => [[...items, item], null],
  },
  reads: ["read"],
})

const begins = (whole: unknown, part: unknown): boolean =>
  Array.isArray(whole) && Array.isArray(part) && equal(whole.slice(0, part.length), part)

/** A list, or log, that is appended to and read as a whole. */
export const list: ForeseeingObject = {
  ...items,
  foresight: { read: { grows: (state, _, answer) => begins(answer, state), makes: () => false } },
}
