import { sequentialObject } from "@lockstep/language"

const write = (_: number | null, value: number): unknown => value

export const cell = sequentialObject<number | null>({
  initial: null,
  calls: { write: write as never, read: (value) => [value, value] },
  reads: ["read"],
})
