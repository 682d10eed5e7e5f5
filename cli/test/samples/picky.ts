import { model, protocol, spec } from "@lockstep/language"

const { role } = spec<{ state: { ticks: number }; message: never; timer: "tick" }>()

const atMostTwo = (count: number): number => (count > 2 ? 2 : count)

/** What a change of `atMostTwo` breaks before there is a model. */
if (atMostTwo(1) > 1) throw "one is more than two"

const counter = role({
  initial: { ticks: 0 },
  timers: { tick: { while: ({ ticks }) => ticks < 2, fire: ({ ticks }) => ({ ticks: atMostTwo(ticks + 1) }) } },
})

export const quick = model(protocol({ roles: { counters: counter } }), { nodes: { counters: 1 } })
