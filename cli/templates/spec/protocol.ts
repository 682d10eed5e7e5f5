import { type NodeId, protocol, roles } from "@lockstep/language"

const { role, send, broadcast } = roles<{
  lock: { state: { holder: NodeId<"client"> | null }; hears: { client: { type: "Ask" } | { type: "Release" } } }
  client: { state: { phase: "idle" | "waits" | "works" }; hears: { lock: { type: "Granted" } }; timer: "ask" | "end" }
}>()

const server = role("lock", {
  initial: { holder: null },
  durable: ["holder"],
  on: {
    Ask: (lock, _, { from }) => (lock.holder === null ? [{ holder: from }, send(from, { type: "Granted" })] : lock),
    Release: (lock, _, { from }) => (lock.holder === from ? { holder: null } : lock),
  },
})

const client = role("client", {
  initial: { phase: "idle" },
  timers: {
    ask: { while: ({ phase }) => phase === "idle", fire: () => [{ phase: "waits" }, broadcast({ type: "Ask" })] },
    end: { while: ({ phase }) => phase === "works", fire: () => [{ phase: "idle" }, broadcast({ type: "Release" })] },
  },
  on: { Granted: () => ({ phase: "works" }) },
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
