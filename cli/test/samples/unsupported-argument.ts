import { model, protocol, spec } from "@lockstep/language"

const { role, reply } = spec<{ state: { steps: number }; calls: { undo(): number } }>()

const editor = role({
  initial: { steps: 3 },
  calls: { undo: (node, _, { call }) => [{ steps: node.steps - 1 }, reply(call, node.steps)] },
})

export const oneClient = model(protocol({ roles: { editor } }), {
  nodes: { editor: 1 },
  // @ts-expect-error a call without a parameter is given null
  clients: [{ of: "editor", calls: [["undo", undefined]] }],
})
