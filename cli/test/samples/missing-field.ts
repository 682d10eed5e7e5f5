import { model, protocol, spec } from "@lockstep/language"

interface Node {
  readonly term: number
  readonly leads: boolean
}

const { role } = spec<{ state: Node; timer: "election" }>()

const server = role({
  initial: { term: 0, leads: false },
  // @ts-expect-error a compiler that is asked says it first
  timers: { election: { while: () => true, fire: ({ term }) => ({ term: term + 1 }) } },
})

export const oneServer = model(protocol({ roles: { server } }), { nodes: { server: 1 } })
