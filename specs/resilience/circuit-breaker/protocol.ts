import { type Call, everyPair, type Opaque, protocol, type Result, Set, spec } from "@lockstep/language"

export type Request = Opaque<"Request">

/** How a call of the backend ended, with what came back: the response, or what went wrong. */
export interface Answer {
  readonly outcome: "succeeded" | "failed"
  readonly response: Opaque<"Response">
}

export type Circuit =
  | { readonly is: "closed"; readonly failuresInARow: number }
  | { readonly is: "open"; readonly until: number }
  | { readonly is: "half open"; readonly since: number }

export interface Breaker {
  readonly circuit: Circuit
  /** The calls that the backend has not answered yet. */
  readonly inFlight: Set<Call<Answer>>
  /** Those of them that began since the circuit last changed: how the others end says nothing about it. */
  readonly counted: Set<Call<Answer>>
  /** The last call whose end counted: why the circuit is as it is. */
  readonly last: Call<Answer> | null
}

const { role, reply, reject, perform } = spec<{
  state: Breaker
  calls: { request(request: Request): Answer }
  activities: { backend(request: Request): Answer }
}>()

/** How many failures in a row open the circuit. */
export const threshold = 2
/** How long it stays open. */
const pause = 2

const closed: Circuit = { is: "closed", failuresInARow: 0 }

/** The circuit changes, and calls that are on their way no longer count. */
export const change = (node: Breaker, circuit: Circuit): Breaker => ({ ...node, circuit, counted: Set.of() })

export const open = (node: Breaker, now: number) => change(node, { is: "open", until: now + pause })

/** Lets a call through to the backend. */
export const admit = (node: Breaker, request: Request, call: Call<Answer>): Result<Breaker> => [
  { ...node, inFlight: node.inFlight.add(call), counted: node.counted.add(call) },
  perform("backend", call, request),
]

export const decline = (node: Breaker, call: Call<Answer>): Result<Breaker> => [
  node,
  reject(call, "the circuit is open"),
]

/** What becomes of the circuit when a call that counts has ended. */
export const judge = (node: Breaker, outcome: Answer["outcome"], now: number): Breaker => {
  const { circuit } = node
  if (circuit.is !== "closed") return outcome === "succeeded" ? change(node, closed) : open(node, now)
  if (outcome === "succeeded") return { ...node, circuit: closed }
  const failuresInARow = circuit.failuresInARow + 1
  return failuresInARow < threshold ? { ...node, circuit: { is: "closed", failuresInARow } } : open(node, now)
}

/** Answers a call that is no longer on its way. */
export const settle = (node: Breaker, call: Call<Answer>, answer: Answer): Result<Breaker> => [
  { ...node, inFlight: node.inFlight.delete(call), counted: node.counted.delete(call) },
  reply(call, answer),
]

export const breaker = role({
  initial: { circuit: closed, inFlight: Set.of(), counted: Set.of(), last: null },

  calls: {
    /** The first call after the pause is the probe, and the only one as long as that takes. */
    request(node, request, { call, now }) {
      const { circuit } = node
      if (circuit.is === "closed") return admit(node, request, call)
      if (circuit.is === "half open" || now < circuit.until) return decline(node, call)
      return admit(change(node, { is: "half open", since: now }), request, call)
    },
  },

  results: {
    backend(node, answer, { key, now }) {
      const call = node.inFlight.find((one) => one === key)
      if (call === undefined) return node
      if (node.counted.has(call)) node = { ...judge(node, answer.outcome, now), last: call }
      return settle(node, call, answer)
    },
  },

  views: { circuit: (node) => node.circuit.is },
})

export const circuitBreaker = protocol({
  roles: { breaker },
  always: {
    /** So many failures in a row have opened it. */
    opensInTime: ({ breaker }) =>
      breaker.every(({ circuit }) => circuit.is !== "closed" || circuit.failuresInARow < threshold),
    /** It is half open for one probe, and as long as that takes. */
    oneProbe: ({ breaker }) =>
      breaker.every(({ circuit, counted }) => circuit.is !== "half open" || counted.size === 1),
    /** Only a call that is on its way can count. */
    countsWhatIsOnItsWay: ({ breaker }) => breaker.every(({ counted, inFlight }) => counted.isSubsetOf(inFlight)),
    /** Nobody waits but for a call that is on its way. */
    nobodyIsForgotten: ({ breaker }, { calls }) =>
      breaker.every(({ inFlight }) => calls.every(({ call }) => inFlight.some((one) => one === call))),
  },
  step: {
    /** Fewer failures do not open it. */
    opensNoSooner: ({ breaker }, after) =>
      everyPair(breaker, after.breaker, ({ circuit }, { circuit: next }) =>
        circuit.is === "closed" && next.is === "open" ? circuit.failuresInARow === threshold - 1 : true,
      ),
    /** How long it stays open is settled when it opens. */
    pauseStays: ({ breaker }, after) =>
      everyPair(breaker, after.breaker, ({ circuit }, { circuit: next }) =>
        circuit.is === "open" && next.is === "open" ? next.until === circuit.until : true,
      ),
    /** When it opens, it opens for the whole pause. */
    leavesTheBackendAlone: ({ breaker }, after, { clocks }) =>
      everyPair(breaker, after.breaker, ({ circuit }, { circuit: next }) =>
        circuit.is !== "open" && next.is === "open" ? next.until === (clocks.breaker[0] ?? 0) + pause : true,
      ),
    /** The probe comes after the pause. */
    probesAfterPause: ({ breaker }, after) =>
      everyPair(breaker, after.breaker, ({ circuit }, { circuit: next }) =>
        circuit.is === "open" && next.is === "half open" ? next.since >= circuit.until : true,
      ),
    /** As long as it is open, no call is let through. */
    openAdmitsNothing: ({ breaker }, after) =>
      everyPair(breaker, after.breaker, ({ inFlight }, next) =>
        next.circuit.is === "open" ? next.inFlight.isSubsetOf(inFlight) : true,
      ),
    /** As long as the probe is on its way, no other call is let through. */
    probesAlone: ({ breaker }, after) =>
      everyPair(breaker, after.breaker, ({ circuit, inFlight }, next) =>
        circuit.is === "half open" && next.circuit.is === "half open" ? next.inFlight.isSubsetOf(inFlight) : true,
      ),
    /** Only a call that began since the circuit last changed changes it. */
    oldCallsSayNothing: ({ breaker }, after) =>
      everyPair(breaker, after.breaker, ({ counted, last }, next) =>
        next.last === null || next.last === last ? true : counted.has(next.last),
      ),
  },
  reachable: {
    /** The end of a call can open it. */
    opens: ({ breaker }) => breaker.some(({ circuit, last }) => circuit.is === "open" && last !== null),
    /** It can close again, even before every call from before it opened has ended. */
    closesAgain: ({ breaker }) =>
      breaker.some(({ circuit, inFlight, counted }) => circuit.is === "closed" && inFlight.size > counted.size),
  },
  /** Every call that was let through is answered. */
  ends: ({ breaker }) => breaker.every(({ inFlight }) => inFlight.size === 0),
})
