import { type NodeId, protocol, roles } from "@lockstep/language"

type Phase = "idle" | "waits" | "works"
type Ask = { type: "Ask" } | { type: "Release" }
const { role, send, broadcast, emit } = roles<{
  lock: { state: { queue: readonly NodeId<"client">[] }; hears: { client: Ask } }
  client: { state: { phase: Phase }; hears: { lock: { type: "Go" } }; timer: "ask" | "end"; event: { type: "Works" } }
}>()

/** Whoever is first in the queue works. */
const server = role("lock", {
  initial: { queue: [] },
  durable: ["queue"],
  on: {
    Ask: ({ queue }, _, { from }) => [{ queue: [...queue, from] }, queue.length === 0 && send(from, { type: "Go" })],
    Release: ({ queue: [, ...queue] }) => [{ queue }, ...queue.slice(0, 1).map((next) => send(next, { type: "Go" }))],
  },
})

const client = role("client", {
  initial: { phase: "idle" },
  timers: {
    ask: { while: ({ phase }) => phase === "idle", fire: () => [{ phase: "waits" }, broadcast({ type: "Ask" })] },
    end: { while: ({ phase }) => phase === "works", fire: () => [{ phase: "idle" }, broadcast({ type: "Release" })] },
  },
  on: { Go: () => [{ phase: "works" }, emit({ type: "Works" })] },
})

/** A lock, and clients that take turns. */
export const lock = protocol({
  roles: { lock: server, client },
  always: {
    /** Only one client works at a time. */
    oneAtATime: ({ client }) => client.filter(({ phase }) => phase === "works").length <= 1,
  },
  reachable: {
    /** The lock is good for something. */
    someoneWorks: ({ client }) => client.some(({ phase }) => phase === "works"),
  },
})
