import { type Call, model, protocol, spec } from "@lockstep/language"

const { role, reply, reject, broadcast } = spec<{
  state: { readonly asked: Call<null> | null; readonly count: number }
  message: { type: "Add" }
  timer: "answer"
  calls: { later(): null; refused(): null; dropped(): null; rested(): null; unmade(): null }
}>()

const node = role({
  initial: { asked: null, count: 0 },
  timers: {
    answer: {
      while: ({ asked }) => asked !== null,
      fire: (own) => [{ ...own, asked: null }, own.asked !== null && reply(own.asked, null)],
    },
  },
  calls: {
    later: (own, _, { call }) => ({ ...own, asked: call }),
    refused: (own, _, { call }) => [own, reject(call, "not today")],
    dropped: (own) => [own, broadcast({ type: "Add" })],
    rested: (own) => own,
    unmade: (own, _, { call }) => [own, reply(call, null)],
  },
  on: { Add: (own) => (own.count < 3 ? [{ ...own, count: own.count + 1 }, broadcast({ type: "Add" })] : own) },
})

/** Calls that are answered later, refused, forgotten, of no effect, and never made. */
export const answers = model(protocol({ roles: { node } }), {
  nodes: { node: 2 },
  clients: [
    { of: "node", at: 0, calls: [["later", null]] },
    { of: "node", calls: [["refused", null]] },
    { of: "node", calls: [["dropped", null]] },
    { of: "node", calls: [["rested", null]] },
  ],
})
