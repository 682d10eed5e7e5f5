import { model, protocol, spec } from "@lockstep/language"

const { role, broadcast } = spec<{ state: { heard: boolean }; message: { type: "Ping" } }>()

const listener = role({
  initial: { heard: false },
  on: { Ping: (node) => [{ ...node, heard: true }, broadcast({ type: "Ping" })] },
})

/** Nobody ever says anything first: whatever changes, it makes no difference. */
export const quick = model(protocol({ roles: { listeners: listener } }), { nodes: { listeners: 1 } })
