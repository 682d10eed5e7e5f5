import { model, protocol, spec } from "@lockstep/language"

const { role, reply } = spec<{ state: { count: number }; calls: { add(by: number): number; reset(): number } }>()

const counter = role({
  initial: { count: 0 },
  calls: {
    add: ({ count }, by, { call }) => [{ count: count + by }, reply(call, count + by)],
    reset: (_, __, { call }) => [{ count: 0 }, reply(call, 0)],
  },
})

export const counting = protocol({ roles: { counter } })

/** Nobody resets anything. */
export const quick = model(counting, {
  nodes: { counter: 1 },
  clients: [{ of: "counter", calls: [["add", 2]] }],
})
export const both = model(counting, {
  nodes: { counter: 1 },
  clients: [
    {
      of: "counter",
      calls: [
        ["add", 2],
        ["reset", null],
      ],
    },
  ],
})
