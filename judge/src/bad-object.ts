/** A sequential object is not made as the language wants it. */
export class BadObject extends Error {}

const shown = (value: unknown): string => {
  if (Array.isArray(value)) return `a list of ${value.length}`
  return value === undefined || value === null ? "nothing" : `a ${typeof value}`
}

/** Specs run with their types stripped: a text in place of the pair would be taken apart into its letters. */
export const demandPair = (call: string, outcome: unknown): void => {
  if (!Array.isArray(outcome) || outcome.length !== 2)
    throw new BadObject(`its call "${call}" gave ${shown(outcome)} where [state, answer] was due`)
}
