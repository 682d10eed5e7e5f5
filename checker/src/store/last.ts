import type { Remember } from "./trie.ts"

/** Remembers of a function only the last result: it is run again when something that it has read is another. For states that are met once. */
export const makeLast: Remember = (bind, _impure, at) => {
  /** The places that were read, and the component found at each. */
  const places: number[] = []
  let count = 0
  const components: (number | undefined)[] = []
  const isRead: boolean[] = []
  let result: number | undefined
  let atHand: Int32Array = new Int32Array(0)
  let begin = 0
  const run = bind((place) => {
    const known = components[place]
    if (known !== undefined) return known
    const component = at(atHand, place, begin)
    places[count++] = place
    components[place] = component
    isRead[place] = true
    return component
  })

  const isUntouched = (changed: readonly number[]): boolean => {
    for (const place of changed) if (isRead[place] === true) return false
    return true
  }

  const isLast = (states: Int32Array, from: number): boolean => {
    for (let index = 0; index < count; index++) {
      const place = places[index] as number
      if (at(states, place, from) !== components[place]) return false
    }
    return true
  }

  const forget = (): void => {
    while (count > 0) {
      const place = places[--count] as number
      components[place] = undefined
      isRead[place] = false
    }
    result = undefined
  }

  return {
    evaluate: (states, from = 0, changed = undefined) => {
      if (result !== undefined && (changed ? isUntouched(changed) : isLast(states, from))) return result
      forget()
      atHand = states
      begin = from
      result = run()
      return result
    },
    bytes: () => 0,
  }
}
