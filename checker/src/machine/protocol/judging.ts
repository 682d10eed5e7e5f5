import type { bindProperties } from "../../property/properties.ts"
import type { PropertyKind } from "../../report.ts"
import type { Fieldwise } from "./fields.ts"

/** A property that does not hold. */
export interface Broken {
  readonly kind: PropertyKind
  readonly name: string
}

/** A state that breaks nothing, and what of it was otherwise in the state before, if that is known. */
interface Sound {
  readonly state: Int32Array
  readonly changed: readonly number[] | undefined
}

/** Finds the first property that a beginning, or a step, breaks. A step that goes on where the last one led asks only for what has changed. */
export const judging = (properties: ReturnType<typeof bindProperties>, { slots, places, changes }: Fieldwise) => {
  const { invariants, beginnings, steps } = properties
  const first = [...invariants, ...beginnings]
  const both = new Int32Array(2 * slots)
  let sound: Sound | undefined

  const brokenStep = (before: Int32Array, next: Int32Array, changed?: readonly number[]): Broken | undefined => {
    for (let slot = 0; slot < slots; slot++) {
      both[slot] = before[slot] as number
      both[slots + slot] = next[slot] as number
    }
    return steps.find(({ trie }) => trie.evaluate(both, 0, changed) === 0)
  }

  return (before: Int32Array | undefined, next: Int32Array): Broken | undefined => {
    const last = sound?.state === before ? sound : undefined
    sound = undefined
    const changed = before && last && changes(before, next)
    const inBoth = changed && last?.changed && [...last.changed, ...changed.map((place) => place + places)]
    const broken =
      (before === undefined ? first : invariants).find(({ trie }) => trie.evaluate(next, 0, changed) === 0) ??
      (before && brokenStep(before, next, inBoth))
    if (broken === undefined) sound = { state: next, changed }
    return broken
  }
}
