import { model, mutant, patched, protocol, spec } from "@lockstep/language"

const { role } = spec<{ state: { n: number }; timer: "up" }>()

const counter = role({
  initial: { n: 0 },
  timers: { up: { while: ({ n }) => n < 2, fire: ({ n }) => ({ n: n + 1 }) } },
})

const counting = protocol({
  roles: { counter },
  always: {
    small: ({ counter }) => counter.every(({ n }) => n <= 2),
    smaller: ({ counter }) => counter.every(({ n }) => n <= 3),
  },
})

const quick = model(counting, { nodes: { counter: 1 } })

const goesOnTo = (most: number) =>
  patched(counter, () => ({ timers: { up: { while: ({ n }) => n < most, fire: ({ n }) => ({ n: n + 1 }) } } }))

export const caught = mutant({ of: quick, breaks: "small", roles: { counter: goesOnTo(4) } })
export const harmless = mutant({ of: quick, breaks: "small", roles: { counter: goesOnTo(1) } })
export const tooGross = mutant({ of: quick, breaks: "smaller", roles: { counter: goesOnTo(4) } })
export const misnamed = mutant({ of: quick, breaks: "tiny", roles: { counter: goesOnTo(4) } })
