const enough = 64

const combinations = (states: readonly Int32Array[], slots: readonly number[]): number =>
  new Set(states.map((state) => slots.map((slot) => state[slot]).join())).size

/**
 * Chooses the slots whose content says which worker a state belongs to: as few and as calm ones as tell the states of a
 * sample well apart, because a step that leaves them alone leaves its successor where it is.
 */
export const tellingSlots = (sample: readonly Int32Array[], slots: number): number[] => {
  const variety = Array.from({ length: slots }, (_, slot) => ({ slot, values: combinations(sample, [slot]) }))
  const calmest = variety.filter(({ values }) => values > 1).sort((a, b) => a.values - b.values)
  const chosen: number[] = []
  let told = 1
  for (const { slot } of calmest) {
    const better = combinations(sample, [...chosen, slot])
    if (better < 1.5 * told) continue
    chosen.push(slot)
    told = better
    if (told >= enough) break
  }
  return chosen
}
