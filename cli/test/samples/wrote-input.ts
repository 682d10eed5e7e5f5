import { model, protocol, spec } from "@lockstep/language"

const { role } = spec<{ state: { votes: string[] }; timer: "election" }>()

const server = role({
  initial: { votes: [] },
  timers: {
    election: {
      while: () => true,
      fire(node, { self }) {
        node.votes.push(self)
        return node
      },
    },
  },
})

export const oneServer = model(protocol({ roles: { server } }), { nodes: { server: 1 } })
