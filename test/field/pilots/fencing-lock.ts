import { setTimeout as sleep } from "node:timers/promises"
import type { Pilot } from "../field.ts"

interface Entry {
  readonly writer: string
  readonly token: number
  readonly value: string
}

const owners = ["c1", "c2"]

/** Longer than the other takes to ask again: nobody has the lock for ever by wanting it back at once. */
const longestRest = 120

/** Nobody may write after another unless it got its lease later. */
const mayFollow = (before: Entry, after: Entry): boolean =>
  after.writer === before.writer ? after.token >= before.token : after.token > before.token

/** What is wrong with what the resource has taken, given the writes that were confirmed, in their order. */
const faultsOf = (log: readonly Entry[], confirmed: readonly string[]): readonly string[] => {
  const places = confirmed.map((value) => log.findIndex((entry) => entry.value === value))
  return [
    ...log.flatMap((entry, index) => {
      const before = log[index - 1]
      return before === undefined || mayFollow(before, entry)
        ? []
        : [`${entry.writer} writes with token ${entry.token} after ${before.writer} with ${before.token}`]
    }),
    ...confirmed
      .filter((_, index) => (places[index] ?? -1) < 0)
      .map((value) => `${value} was confirmed and is not there`),
    ...confirmed
      .filter((_, index) => (places[index] ?? 0) < (places[index - 1] ?? 0))
      .map((value) => `${value} is too early`),
  ]
}

/** Two owners take turns at a resource that only knows their tokens. */
export const fencingLock: Pilot = {
  layout: {
    library: new URL("../../../examples/generated/fencing-lock/library.ts", import.meta.url),
    players: [
      ...owners.map((self) => ({ role: "clients", self })),
      { role: "lock", self: "lock1" },
      { role: "resource", self: "resource1" },
    ],
    groups: ["lock"],
    timers: { retry: "60 millis", expire: "300 millis" },
  },
  broken: new URL("../broken/fencing-lock.ts", import.meta.url),
  begin() {
    const confirmed = new Map<string, string[]>(owners.map((owner) => [owner, []]))
    let values = 0
    return {
      async drive(field) {
        const own = async (owner: string): Promise<void> => {
          const ask = (call: string, argument: unknown) => field.ask(owner, owner, "lock", call, argument)
          while (!field.isOver()) {
            const acquired = await ask("acquire", null)
            const writes = "value" in acquired ? 3 : 0
            for (let written = 0; written < writes; written++) {
              const value = `v${++values}`
              const answer = await ask("write", value)
              if ("value" in answer && answer.value === true) confirmed.get(owner)?.push(value)
            }
            await ask("release", null)
            await sleep(longestRest * field.random())
            /** What was granted when nobody waited for it any more is given back too: wanted anew, it is free only when the lease is over. */
            await ask("release", null)
          }
        }
        await Promise.all(owners.map(own))
      },
      missing: () => [...confirmed].flatMap(([owner, values]) => (values.length === 0 ? `${owner} had no turn` : [])),
      async judge(field) {
        await field.insist("the last", ["c1"], "lock", "acquire", null)
        const answer = await field.cluster.state("resource1", "lock")
        const { log } = ("value" in answer ? answer.value : { log: [] }) as { readonly log: readonly Entry[] }
        return [...confirmed.values()].flatMap((values) => faultsOf(log, values))
      },
    }
  },
}
