import { model, protocol, spec } from "@lockstep/language"

const { role } = spec<{ state: { heard: boolean }; message: { type: "Ping" } }>()

const listener = role({ initial: { heard: false }, on: { Ping: (node) => ({ ...node, heard: true }) } })

/** Nobody ever says anything: whatever changes, it makes no difference. */
export const quick = model(protocol({ roles: { listeners: listener } }), { nodes: { listeners: 1 } })
