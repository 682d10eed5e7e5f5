import { sequentialObject } from "@lockstep/language"

/** A number that is added to and read; `next` adds one and answers what it came to. */
export const counter = sequentialObject<number>({
  initial: 0,
  calls: {
    read: (count) => [count, count],
    add: (count, amount: number) => [count + amount, null],
    next: (count) => [count + 1, count + 1],
  },
  reads: ["read"],
})
