import { setTimeout as sleep } from "node:timers/promises"
import { clients, type Pilot } from "../field.ts"
import { oneOf } from "../random.ts"

interface Answer {
  readonly outcome: "succeeded" | "failed"
  readonly response: string
}

/** What a client knows of a breaker that has refused a call: since when it is open, in which of its lives. */
interface Open {
  readonly since: number
  readonly life: string
  probes: number
}

const names = ["b1", "b2", "b3"]

/** A breaker's life is part of the keys that it gives. */
const lifeOf = (key: string): string => key.split(".").slice(0, 2).join(".")

/** The backend is down for half of the time; three breakers stand before it, each on its own. */
export const circuitBreaker: Pilot = {
  layout: {
    library: new URL("../../../examples/generated/circuit-breaker/library.ts", import.meta.url),
    players: names.map((self) => ({ role: "breaker", self })),
    groups: ["breaker"],
    timers: {},
  },
  broken: new URL("../broken/circuit-breaker.ts", import.meta.url),
  begin() {
    const wrong: string[] = []
    const asked = new Map<string, number>()
    /** Successes of the backend of which no client has heard: a breaker may learn of them at any time, and close. */
    const unheard = new Map<string, Set<string>>(names.map((name) => [name, new Set()]))
    const lastSuccess = new Map<string, number>()
    const performed = new Map<string, Answer>()
    const lives = new Map<string, string>()
    const open = new Map<string, Open>()
    let requests = 0
    let refusals = 0

    /** As long as a circuit is known to be open, it lets one call through at a time. */
    const isProbe = (node: string, key: string, request: string): Open | undefined => {
      const known = open.get(node)
      return known?.life === lifeOf(key) && (asked.get(request) ?? 0) > known.since ? known : undefined
    }

    return {
      async perform({ node, key, request }) {
        if (lives.get(node) !== lifeOf(key)) unheard.get(node)?.clear()
        lives.set(node, lifeOf(key))
        const probe = isProbe(node, key, String(request))
        if (probe !== undefined && ++probe.probes > 1)
          wrong.push(`${node} lets ${probe.probes} calls through while it is open`)
        const isDown = Math.floor(performance.now() / 300) % 2 === 0
        const answer: Answer = { outcome: isDown ? "failed" : "succeeded", response: `to ${String(request)}` }
        performed.set(String(request), answer)
        await sleep(8)
        if (probe !== undefined) probe.probes--
        if (isDown) return answer
        open.delete(node)
        unheard.get(node)?.add(String(request))
        lastSuccess.set(node, performance.now())
        return answer
      },
      async drive(field) {
        await clients(field, 9, async (client) => {
          const name = oneOf(names, field.random)
          const request = `r${++requests}`
          const begin = performance.now()
          const mayClose = unheard.get(name)?.size !== 0
          asked.set(request, begin)
          const answer = await field.ask(client, name, "breaker", "request", request)
          if ("value" in answer) unheard.get(name)?.delete(request)
          const isRefused = "error" in answer && answer.error === "Rejected"
          if (isRefused) refusals++
          const isOpen = isRefused && !mayClose && (lastSuccess.get(name) ?? 0) < begin
          const life = lives.get(name)
          if (isOpen && life !== undefined && !open.has(name))
            open.set(name, { since: performance.now(), life, probes: 0 })
        })
      },
      missing: () => (refusals === 0 ? ["no breaker opened"] : []),
      async judge(field) {
        await field.insist("the last", names, "breaker", "request", "the last")
        return [
          ...wrong,
          ...field.history.flatMap((operation) => {
            const known = performed.get(String(operation.argument))
            if (operation.outcome === "failed" && known !== undefined)
              return [`${String(operation.argument)} was refused, and yet it reached the backend`]
            const isTrue =
              operation.outcome !== "answered" || JSON.stringify(operation.answer) === JSON.stringify(known)
            return isTrue ? [] : [`${String(operation.argument)} was answered ${JSON.stringify(operation.answer)}`]
          }),
        ]
      },
    }
  },
}
