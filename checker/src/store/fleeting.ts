/** Numbers values as they come, below zero and not by content: for states that are met once. No number is given twice. */
export interface Fleeting {
  readonly add: (value: unknown) => number
  readonly value: (id: number) => unknown
  /** All values so far are gone. */
  readonly forget: () => void
}

/** Makes an empty store. */
export const makeFleeting = (): Fleeting => {
  let values: unknown[] = []
  let gone = 0
  return {
    add: (value) => -(gone + values.push(value)),
    value: (id) => values[-id - gone - 1],
    forget() {
      gone += values.length
      values = []
    },
  }
}
