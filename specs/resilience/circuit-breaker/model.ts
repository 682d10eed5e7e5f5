import { external, Map, model, opaque } from "@lockstep/language"
import { type Answer, type Breaker, circuitBreaker, type Request } from "./protocol.ts"

type Ended = Map<string, Answer["outcome"]>

const outcomes = ["succeeded", "failed"] as const
const response = opaque<"Response">("response")

/** A backend that may fail at any time, and keeps how each call ended. */
const backend = external({
  initial: Map.of<string, Answer["outcome"]>(),
  perform: (ended, _: Request, key) => outcomes.map((outcome) => [ended.set(key, outcome), { outcome, response }]),
})

/** Somebody who asks so many times, one call after the other. */
const caller = (times: number) => ({
  of: "breaker" as const,
  calls: Array.from({ length: times }, () => ["request", opaque<"Request">("request")] as const),
})

/** How the last call that counts has really ended. */
const lastEnded = ({ last }: Breaker, ended: Ended) => (last === null ? null : ended.get(last))

const isSound = ({ circuit }: Breaker) => circuit.is === "closed" && circuit.failuresInARow === 0

/** A slow caller beside one that asks again and again. */
export const quick = model(circuitBreaker, {
  nodes: { breaker: 1 },
  clocks: { skew: 1, until: 4 },
  clients: [caller(1), caller(4)],
  activities: { backend },
  always: {
    /** After a success that counts, it is closed and no failure is left. */
    successResets: ({ breaker }, { world }) =>
      breaker.every((node) => lastEnded(node, world.backend) !== "succeeded" || isSound(node)),
    /** After a failure that counts, it is not closed as if there had been none. */
    closesAfterSuccess: ({ breaker }, { world }) =>
      breaker.every((node) => lastEnded(node, world.backend) !== "failed" || !isSound(node)),
  },
})

/** Three callers, time for a second probe, and a crash after which the breaker knows nothing. */
export const ci = model(circuitBreaker, {
  ...quick,
  clocks: { skew: 1, until: 5 },
  crashes: { budget: 1, afterwards: "restart" },
  clients: [caller(1), caller(1), caller(3)],
})
