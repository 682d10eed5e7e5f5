/** The parts of a small protocol that a test replaces, as they are when nothing is wrong. */
const sound = {
  initial: "{ term: 0, leader: null, log: [] }",
  durable: '["term"]',
  timers: "beat: { while: (node) => node.term > 0, fire: (node) => node }",
  calls:
    "read: (node, _, { call }) => [node, reply(call, node.term)], write: (node, _, { call }) => [node, reject(call, '')]",
  results: "charge: (node, result) => (result === 'paid' ? node : { ...node, term: 1 })",
  on: "Ping: (node) => node",
  after: "",
}

/** A protocol with one role. */
export const oneRole = (parts: Partial<typeof sound>): string => {
  const part = { ...sound, ...parts }
  return `
import { external, model, protocol, spec, type NodeId } from "@lockstep/language"
interface Node { readonly term: number; readonly leader: NodeId | null; readonly log: readonly number[] }
interface Election {
  state: Node
  message: { type: "Ping"; term: number } | { type: "Pong" }
  timer: "beat"
  calls: { read(): number; write(value: number): "done" }
  activities: { charge(amount: number): "paid" | "declined" }
  event: { type: "Won"; term: number }
}
const { role, send, broadcast, early, restart, reply, reject, perform, emit } = spec<Election>()
export const words = { send, broadcast, early, restart, reply, reject, perform, emit, model, external }
export const node = role({
  initial: ${part.initial},
  durable: ${part.durable},
  timers: { ${part.timers} },
  calls: { ${part.calls} },
  results: { ${part.results} },
  on: { Pong: (node) => node, ${part.on} },
})
export const election = protocol({ roles: { servers: node } })
${part.after}`
}

/** A model of the protocol with one role. */
export const modelOf = (parts: string, charge = "charge: { initial: 0, perform: () => [[1, 'paid']] }"): string =>
  oneRole({ after: `export const small = model(election, { activities: { ${charge} }, ${parts} })` })

const soundRoles = {
  begin: "[node, ...nodes.participant.map((other) => send(other, { type: 'Prepare' }))]",
  yes: "[node, node.waiting && reply(node.waiting, 'ok')]",
  prepare: "[node, send(from, { type: 'Yes' })]",
  name: "'participant'",
  roles: "coordinator, participant",
}

/** A protocol with two roles. */
export const twoRoles = (parts: Partial<typeof soundRoles>): string => {
  const part = { ...soundRoles, ...parts }
  return `
import { protocol, roles, type Call } from "@lockstep/language"
interface Coordinator { readonly waiting: Call<"ok" | "no"> | null }
interface Participant { readonly phase: "working" | "prepared" }
interface Roles {
  coordinator: { state: Coordinator; hears: { participant: { type: "Yes" } | { type: "No" } }; calls: { begin(): "ok" | "no" } }
  participant: { state: Participant; hears: { coordinator: { type: "Prepare" } | { type: "Decide"; commit: boolean } } }
}
const { role, send, reply } = roles<Roles>()
export const coordinator = role("coordinator", {
  initial: { waiting: null },
  calls: { begin: (node, _, { nodes }) => ${part.begin} },
  on: { Yes: (node) => ${part.yes}, No: (node) => node },
})
export const participant = role(${part.name}, {
  initial: { phase: "working" },
  on: { Prepare: (node, _, { from }) => ${part.prepare}, Decide: (node) => node },
})
export const commit = protocol({ roles: { ${part.roles} } })
`
}
