import { model, protocol, spec } from "@lockstep/language"

const { role } = spec<{ state: { term: number }; timer: "election" }>()

const server = role({
  initial: { term: 0 },
  // @ts-expect-error a compiler that is asked says it first
  timers: { election: { while: () => true, fire: (node) => [node, "restart"] } },
})

export const oneServer = model(protocol({ roles: { server } }), { nodes: { server: 1 } })
