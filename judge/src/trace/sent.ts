import type { Tagged } from "@lockstep/language"
import type { Life } from "./life.ts"

/** Where a life's trace has holes: between two of its entries, before the first (-1), or behind the last. */
const holesOf = ({ entries }: Life): readonly number[] => {
  const [first] = entries
  const last = entries.at(-1)
  const gaps = entries.flatMap((entry, at) => (entry.kind === "gap" ? [at] : []))
  const lacksBeginning = first === undefined || (first.kind === "state" && first.before > 1)
  return [...(lacksBeginning ? [-1] : []), ...gaps, ...(last?.kind === "end" ? [] : [entries.length])]
}

/** The messages of a life to one receiver: their numbers, and which entries have sent them. */
interface Line {
  readonly numbers: number[]
  readonly entries: number[]
  readonly clocks: number[]
}

const noLine: Line = { numbers: [], entries: [], clocks: [] }

/** The first place in rising numbers whose number is not below. */
const placeOf = (numbers: readonly number[], wanted: number): number => {
  let [from, to] = [0, numbers.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((numbers[middle] ?? 0) < wanted) from = middle + 1
    else to = middle
  }
  return from
}

/** What a life's trace says of a message: it was sent, it may have been where steps are missing, or it was not. */
export type Sending =
  | { readonly kind: "recorded"; /** The clock of the step that sent it. */ readonly now: number }
  | { readonly kind: "missing" }
  | { readonly kind: "never" }

/** What one life has sent, as its trace says it. */
export interface Sent {
  readonly find: (to: string, number: number) => Sending
  /** The message, once its step was taken. */
  readonly messages: globalThis.Map<string, Tagged>
}

export const sentKey = (to: string, number: number): string => `${number} ${to}`

/** Reads off a life what it has sent. */
export const sentBy = (life: Life): Sent => {
  const holes = holesOf(life)
  const lines = new globalThis.Map<string, Line>()
  life.entries.forEach((entry, at) => {
    if (entry.kind !== "step") return
    for (const [to, number] of entry.sends) {
      const line = lines.get(to) ?? { numbers: [], entries: [], clocks: [] }
      lines.set(to, line)
      line.numbers.push(number)
      line.entries.push(at)
      line.clocks.push(entry.now)
    }
  })
  const hasHole = (from: number, to: number): boolean => (holes[placeOf(holes, from)] ?? Infinity) <= to
  return {
    messages: new globalThis.Map(),
    find(to, number) {
      const { numbers, entries, clocks } = lines.get(to) ?? noLine
      const at = placeOf(numbers, number)
      if (numbers[at] === number) return { kind: "recorded", now: clocks[at] ?? 0 }
      const isMissing = hasHole(entries[at - 1] ?? -1, entries[at] ?? life.entries.length)
      return { kind: isMissing ? "missing" : "never" }
    },
  }
}
