/** What the transaction manager has decided, and of each resource manager its phase, whether it said so, whether that was heard. */
interface State {
  readonly decision: string
  readonly managers: readonly Manager[]
}

interface Manager {
  readonly phase: string
  readonly said: boolean
  readonly heard: boolean
}

const stepsOfManager = (decision: string, manager: Manager): readonly Manager[] => {
  const { phase, said } = manager
  return [
    ...(phase === "working"
      ? [
          { ...manager, phase: "prepared", said: true },
          { ...manager, phase: "aborted" },
        ]
      : []),
    ...(decision === "none" && said ? [{ ...manager, heard: true }] : []),
    ...(decision === "none" ? [] : [{ ...manager, phase: decision }]),
  ]
}

const successors = ({ decision, managers }: State): readonly State[] => [
  ...(decision === "none" ? [{ decision: "aborted", managers }] : []),
  ...(decision === "none" && managers.every(({ heard }) => heard) ? [{ decision: "committed", managers }] : []),
  ...managers.flatMap((manager, index) =>
    stepsOfManager(decision, manager).map((next) => ({ decision, managers: managers.with(index, next) })),
  ),
]

/** All states of two-phase commit, found without our checker. */
export const allStates = (count: number): readonly State[] => {
  const working = { phase: "working", said: false, heard: false }
  const found = new Map<string, State>()
  const waiting: State[] = [{ decision: "none", managers: Array.from({ length: count }, () => working) }]
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    const key = JSON.stringify(state)
    if (found.has(key)) continue
    found.set(key, state)
    waiting.push(...successors(state))
  }
  return [...found.values()]
}

const permutationsOf = (items: readonly number[]): readonly (readonly number[])[] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item) => permutationsOf(items.filter((other) => other !== item)).map((rest) => [item, ...rest]))

/** How many of the states stay different when resource managers are exchanged: by Burnside's lemma, the mean number of states that a permutation leaves as they are. */
export const orbitCount = (count: number): number => {
  const states = allStates(count).map(({ managers }) => managers.map((manager) => JSON.stringify(manager)))
  const permutations = permutationsOf([...Array(count).keys()])
  const fixed = permutations.map(
    (permutation) => states.filter((managers) => permutation.every((to, at) => managers[to] === managers[at])).length,
  )
  return fixed.reduce((sum, one) => sum + one, 0) / permutations.length
}
