import { model, protocol, spec } from "@lockstep/language"

const { role } = spec<{ state: { n: number }; timer: "up" }>()

/** As if the machine had no time for it. */
const wait = (): void => {
  const until = performance.now() + 100
  while (performance.now() < until);
}

const counter = role({
  initial: { n: 0 },
  timers: {
    up: {
      while: ({ n }) => n < 2,
      fire({ n }) {
        wait()
        return { n: n + 1 }
      },
    },
  },
})

const counting = protocol({
  roles: { counter },
  always: { small: ({ counter }) => counter.every(({ n }) => n <= 2) },
})

export const quick = model(counting, { nodes: { counter: 1 } })
