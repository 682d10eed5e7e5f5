import { model, protocol, spec } from "@lockstep/language"

const { role, perform } = spec<{
  state: { paid: boolean }
  timer: "pay"
  activities: { charge: (cents: number) => boolean }
}>()

const shop = role({
  initial: { paid: false },
  timers: { pay: { while: (node) => !node.paid, fire: (node) => [node, perform("charge", "order", 100)] } },
  results: { charge: (_, paid) => ({ paid }) },
})

export const oneShop = model(protocol({ roles: { shop } }), { nodes: { shop: 1 } })
