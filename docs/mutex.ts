import { model, type NodeId, protocol, roles } from "@lockstep/language"

type Phase = "idle" | "waits" | "works"
type Ask = { type: "Ask" } | { type: "Release" }
const { role, send, broadcast, emit } = roles<{
  lock: { state: { queue: readonly NodeId<"client">[] }; hears: { client: Ask } }
  client: { state: { phase: Phase }; hears: { lock: { type: "Go" } }; timer: "ask" | "end"; event: { type: "Works" } }
}>()

const lock = role("lock", {
  initial: { queue: [] },
  on: {
    Ask: ({ queue }, _, { from }) => [{ queue: [...queue, from] }, queue.length === 0 && send(from, { type: "Go" })],
    Release: ({ queue: [, ...queue] }) => [{ queue }, ...queue.slice(0, 1).map((next) => send(next, { type: "Go" }))],
  },
})

const client = role("client", {
  initial: { phase: "idle" },
  timers: {
    ask: { while: (own) => own.phase === "idle", fire: () => [{ phase: "waits" }, broadcast({ type: "Ask" })] },
    end: { while: (own) => own.phase === "works", fire: () => [{ phase: "idle" }, broadcast({ type: "Release" })] },
  },
  on: { Go: () => [{ phase: "works" }, emit({ type: "Works" })] },
})

export const mutex = protocol({
  roles: { lock, client },
  /** Only one client works at a time. */
  always: { oneAtATime: ({ client }) => client.filter(({ phase }) => phase === "works").length <= 1 },
  /** The lock is good for something. */
  reachable: { someoneWorks: ({ client }) => client.some(({ phase }) => phase === "works") },
})

export const twoClients = model(mutex, {
  nodes: { lock: 1, client: 2 },
  crashes: { budget: 0, of: ["lock"], afterwards: "restart" },
})
