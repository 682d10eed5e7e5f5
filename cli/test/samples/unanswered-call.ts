import { model, protocol, spec } from "@lockstep/language"

const { role, reply } = spec<{
  state: { readonly count: number }
  calls: { add(by: number): null; read(): number }
}>()

/** Whoever adds is never told that it is done. */
const counter = role({
  initial: { count: 0 },
  calls: {
    add: ({ count }, by) => ({ count: count + by }),
    read: (own, _, { call }) => [own, reply(call, own.count)],
  },
})

export const counting = model(protocol({ roles: { counter } }), {
  nodes: { counter: 1 },
  clients: [
    { of: "counter", calls: [["add", 2]] },
    { of: "counter", calls: [["read", null]] },
  ],
  always: { small: ({ counter }) => counter.every(({ count }) => count <= 2) },
})
