import { type Algorithm, algorithm, each } from "@lockstep/language"

const names = ["a", "b", "c", "d", "e"] as const
type Counters = { readonly [name in (typeof names)[number]]: number }

/** Five counters up to nine: 100,000 states. */
export const counters: Algorithm<Counters> = algorithm<Counters>({
  initial: [{ a: 0, b: 0, c: 0, d: 0, e: 0 }],
  actions: {
    count: each(names, (state, name) => state[name] < 9 && { [name]: state[name] + 1 }),
  },
  always: { small: ({ a, b, c, d, e }) => a + b + c + d + e <= 45 },
})
