import { model, protocol, spec } from "@lockstep/language"

const { role } = spec<{ state: { term: number }; timer: "election" }>()

const server = role({
  initial: { term: 0 },
  timers: { election: { while: () => true, fire: (node) => ({ ...node, trem: node.term + 1 }) } },
})

export const oneServer = model(protocol({ roles: { server } }), { nodes: { server: 1 } })
