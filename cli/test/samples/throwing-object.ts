import { sequentialObject } from "@lockstep/language"

export const cell = sequentialObject<number | null>({
  initial: null,
  calls: {
    write(_, { value }: { value: { amount: number } }) {
      return [value.amount, null]
    },
    read: (value) => [value, value],
  },
  reads: ["read"],
})

export const noCalls = { initial: 0, calls: { read: 7 } }
