import { protocol, roles } from "@lockstep/language"

/** Names in a script that has no capitals, and inputs that every object answers to. */
interface 锁 {
  readonly phase: "idle" | "works"
}

const { role, broadcast, emit } = roles<{
  锁: { state: 锁; hears: { 客户: { type: "constructor" } | { type: "toString" } }; event: { type: "valueOf" } }
  客户: { state: { readonly asked: number }; timer: "constructor" }
}>()

export const 服务 = role("锁", {
  initial: { phase: "idle" },
  on: {
    constructor: () => [{ phase: "works" }, emit({ type: "valueOf" })],
    toString: () => ({ phase: "idle" }),
  },
})

export const 客户 = role("客户", {
  initial: { asked: 0 },
  timers: {
    constructor: {
      while: ({ asked }) => asked < 2,
      fire: ({ asked }) => [
        { asked: asked + 1 },
        broadcast(asked === 0 ? { type: "constructor" } : { type: "toString" }),
      ],
    },
  },
})

export const 互斥 = protocol({
  roles: { 锁: 服务, 客户 },
  reachable: {
    /** The lock is good for something. */
    works: ({ 锁 }) => 锁.some(({ phase }) => phase === "works"),
  },
})
