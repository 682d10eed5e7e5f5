import { type Call, model, protocol, spec } from "@lockstep/language"

const { role, broadcast, reply } = spec<{
  state: { readonly asked: Call<null> | null; readonly heard: number }
  message: { type: "Beat" }
  timer: "beat" | "answer"
  calls: { ask(): null }
}>()

/** Whoever hears of another forgets who asked: nobody is answered any more. */
const node = role({
  initial: { asked: null, heard: 0 },
  timers: {
    beat: { while: () => true, fire: (own) => [own, broadcast({ type: "Beat" })] },
    answer: {
      while: ({ asked }) => asked !== null,
      fire: (own) => [{ ...own, asked: null }, own.asked !== null && reply(own.asked, null)],
    },
  },
  calls: { ask: (own, _, { call }) => ({ ...own, asked: call }) },
  on: { Beat: ({ heard }) => ({ asked: null, heard: 1 - heard }) },
})

export const forgetful = model(protocol({ roles: { node } }), {
  nodes: { node: 2 },
  clients: [{ of: "node", calls: [["ask", null]] }],
})
