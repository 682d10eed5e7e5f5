import { type Algorithm, algorithm, each } from "@lockstep/language"

interface Walker {
  readonly step: number
  readonly look: number
}

const end = 2_000
const looks = Array.from({ length: 60 }, (_, index) => index + 1)

/** One state after the other, and now and then many at once. */
export const narrow: Algorithm<Walker> = algorithm<Walker>({
  initial: [{ step: 0, look: 0 }],
  actions: {
    walk: ({ step, look }) => (look === 0 && step < end ? { step: step + 1 } : null),
    lookAround: each(looks, ({ step, look }: Walker, value) =>
      look === 0 && step % 100 === 0 ? { look: value } : null,
    ),
  },
  always: { inside: ({ step }) => step <= end },
})

/** The same, and wrong at one place far from the beginning. */
export const strays: Algorithm<Walker> = { ...narrow, never: { arrives: ({ step }) => step === 1_789 } }
