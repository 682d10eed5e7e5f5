import type { Observer, Pair, TimerSeen } from "./observe.ts"

/** What was observed, each once. */
export interface Recorded {
  readonly pairs: readonly Pair[]
  readonly timers: readonly TimerSeen[]
}

/** Keeps what is observed until there is something to compare it with. */
export const recorder = (): { readonly observer: Observer; readonly recorded: Recorded } => {
  const seen = new Set<string>()
  const [pairs, timers]: [Pair[], TimerSeen[]] = [[], []]
  const isNew = (key: string): boolean => !seen.has(key) && seen.add(key).size > 0
  return {
    recorded: { pairs, timers },
    observer: {
      pair: (pair) => {
        const { roleName, place, now, state, input, picks } = pair
        const key = JSON.stringify([roleName, place.self, now, state, input, picks.map(({ chosen }) => chosen)])
        if (isNew(key)) pairs.push(pair)
      },
      timer: (timer) => {
        const { roleName, place, now, state } = timer
        if (isNew(JSON.stringify(["timer", roleName, timer.timer, place.self, now, state]))) timers.push(timer)
      },
    },
  }
}
