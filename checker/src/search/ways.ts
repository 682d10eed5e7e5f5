import { extended } from "../store/memory.ts"

/** A behaviour: which beginning, and then which successor at every state. */
export interface Path {
  readonly beginning: number
  readonly choices: readonly number[]
}

/** For each state in order of discovery: the state it came from and which successor it was. */
export interface Ways {
  readonly remember: (parent: number, choice: number) => void
  readonly forget: () => void
  /** The way to a state and on by `last`; `undefined` when ways were forgotten. */
  readonly to: (state: number, last: readonly number[]) => Path | undefined
  readonly bytes: () => number
}

const fewest = 1_024

/** Keeps the ways to so many states; with one more, all are forgotten. */
export const makeWays = (limit: number): Ways => {
  let parents: Int32Array = new Int32Array(0)
  let choices: Int32Array = new Int32Array(0)
  let count = 0
  let kept = limit > 0

  const forget = (): void => {
    kept = false
    parents = new Int32Array(0)
    choices = new Int32Array(0)
  }

  return {
    remember: (parent, choice) => {
      if (!kept) return
      if (count >= limit) return forget()
      if (count === parents.length) {
        parents = extended(undefined, parents, fewest)
        choices = extended(undefined, choices, fewest)
      }
      parents[count] = parent
      choices[count] = choice
      count++
    },
    forget,
    to: (state, last) => {
      if (!kept) return undefined
      const taken: number[] = []
      let at = state
      while ((parents[at] as number) >= 0) {
        taken.push(choices[at] as number)
        at = parents[at] as number
      }
      return { beginning: choices[at] as number, choices: [...taken.reverse(), ...last] }
    },
    bytes: () => parents.byteLength + choices.byteLength,
  }
}
