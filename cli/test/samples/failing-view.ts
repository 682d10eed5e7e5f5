import { model, protocol, spec } from "@lockstep/language"

const { role } = spec<{ state: { log: readonly number[] }; timer: "go" }>()

const node = role({
  initial: { log: [] },
  timers: { go: { while: ({ log }) => log.length === 0, fire: () => ({ log: [1] }) } },
  views: {
    first: ({ log }) => log.slice(0, 1).reduce((sum, one) => sum + one),
  },
})

export const empty = model(protocol({ roles: { node } }), { nodes: { node: 1 } })
