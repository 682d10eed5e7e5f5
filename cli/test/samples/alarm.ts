import { model, protocol, spec } from "@lockstep/language"

const { role } = spec<{ state: { until: number; rung: number }; timer: "ring" }>()

/** Its timer begins to run by the clock alone. */
const clock = role({
  initial: { until: 1, rung: 0 },
  timers: {
    ring: {
      while: ({ until }, { now }) => now >= until,
      fire: ({ until, rung }) => ({ until: until + 1, rung: rung + 1 }),
    },
  },
})

export const alarm = protocol({
  roles: { clock },
  always: { rings: ({ clock }, { clocks }) => clock.every(({ rung }, at) => rung <= (clocks.clock[at] ?? 0)) },
  reachable: { isDone: ({ clock }) => clock.every(({ rung }) => rung > 2) },
})

export const twoClocks = model(alarm, { nodes: { clock: 2 }, clocks: { skew: 1, until: 4 } })
