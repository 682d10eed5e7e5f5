import { type Algorithm, algorithm, each, type Next, pairs, Set } from "@lockstep/language"
import { type Family, family } from "./functions.ts"

const labels = ["ncs", "e1", "e2", "e3", "e4", "w1", "w2", "cs", "exit"] as const
type Label = (typeof labels)[number]

/**
 * `num` is a process's ticket, and `flag` says that it may be drawing one.
 * The rest is its own: whom it has still to look at, the highest ticket that it saw, and for whom it waits.
 */
interface Bakery
  extends
    Family<"num", number>,
    Family<"flag", boolean>,
    Family<"unchecked", Set<number>>,
    Family<"max", number>,
    Family<"nxt", number>,
    Family<"pc", Label> {}

const num = family<"num", number>("num")
const flag = family<"flag", boolean>("flag")
const unchecked = family<"unchecked", Set<number>>("unchecked")
const max = family<"max", number>("max")
const nxt = family<"nxt", number>("nxt")
const pc = family<"pc", Label>("pc")

const processes = [1, 2] as const
const numbers = [0, 1, 2]
const subsets = [Set.of<number>(), Set.of(1), Set.of(2), Set.of(1, 2)]

const othersThan = (self: number): readonly number[] => processes.filter((process) => process !== self)

const isAt = (state: Bakery, process: number, ...some: readonly Label[]): boolean =>
  some.includes(pc.of(state, process))

/** Whether the ticket of `i` is smaller than that of `j`, or equal and `i` the smaller process. */
const precedes = (state: Bakery, i: number, j: number): boolean => {
  const [mine, other] = [num.of(state, i), num.of(state, j)]
  return mine < other || (mine === other && i < j)
}

/** Whether `i` has a ticket that precedes the one that `j` has or will draw, if `i` keeps it. */
const isBefore = (state: Bakery, i: number, j: number): boolean => {
  if (num.of(state, i) === 0) return false
  const sees = () => max.of(state, j) >= num.of(state, i)
  const willSee = () => unchecked.of(state, j).has(i)
  if (isAt(state, j, "ncs", "e1", "exit")) return true
  if (isAt(state, j, "e2")) return willSee() || sees()
  if (isAt(state, j, "e3")) return sees()
  if (isAt(state, j, "e4")) return precedes(state, i, j)
  return isAt(state, j, "w1", "w2") && precedes(state, i, j) && willSee()
}

/** Whether process `next` is still drawing a ticket, and looks no more at that of `i`. */
const hasLookedAt = (state: Bakery, next: number, i: number): boolean =>
  isAt(state, next, "e3") || (isAt(state, next, "e2") && !unchecked.of(state, next).has(i))

/** What the invariant says of one process. */
const holdsFor = (state: Bakery, i: number): boolean => {
  const isIn = (...some: readonly Label[]) => isAt(state, i, ...some)
  return (
    (!isIn("e4", "w1", "w2", "cs") || num.of(state, i) !== 0) &&
    (!isIn("e2", "e3") || flag.of(state, i)) &&
    (!isIn("w2") || nxt.of(state, i) !== i) &&
    (!isIn("w1", "w2") || !unchecked.of(state, i).has(i)) &&
    (!isIn("w1", "w2") || othersThan(i).every((j) => unchecked.of(state, i).has(j) || isBefore(state, i, j))) &&
    (!isIn("w2") || !hasLookedAt(state, nxt.of(state, i), i) || max.of(state, nxt.of(state, i)) >= num.of(state, i)) &&
    (!isIn("cs") || othersThan(i).every((j) => isBefore(state, i, j)))
  )
}

const invariant = (state: Bakery): boolean => processes.every((process) => holdsFor(state, process))

/** Every assignment to the variables of one process. */
const assignments = (process: number): readonly Bakery[] =>
  pairs(pairs(pairs(numbers, [false, true]), pairs(subsets, numbers)), pairs(processes, labels)).map(
    ([[[ticket, drawing], [others, most]], [other, label]]) => ({
      ...num.one(process, ticket),
      ...flag.one(process, drawing),
      ...unchecked.one(process, others),
      ...max.one(process, most),
      ...nxt.one(process, other),
      ...pc.one(process, label),
    }),
  )

/** Every state of the invariant: made when the checker asks for them, for they are many. */
const allStates: Iterable<Bakery> = {
  *[Symbol.iterator]() {
    const others = assignments(2)
    for (const one of assignments(1))
      for (const other of others) {
        const state = { ...one, ...other }
        if (invariant(state)) yield state
      }
  },
}

/** An action that a process takes at a label. */
const at = (label: Label, run: (state: Bakery, self: number) => Next<Bakery>) =>
  each<Bakery, number>(processes, (state, self) => isAt(state, self, label) && run(state, self))

/**
 * Lamport's bakery for two processes (`Bakery-Boulangerie/MCBakery`).
 * It begins in every state of its invariant, and reaches no other: the invariant is inductive.
 */
export const bakery2: Algorithm<Bakery> = algorithm<Bakery>({
  initial: allStates,
  actions: {
    ncs: at("ncs", (_state, self) => pc.one(self, "e1")),
    e1: at("e1", (state, self) => [
      flag.one(self, !flag.of(state, self)),
      {
        ...flag.one(self, true),
        ...unchecked.one(self, Set.from(othersThan(self))),
        ...max.one(self, 0),
        ...pc.one(self, "e2"),
      },
    ]),
    e2: at("e2", (state, self) => {
      const left = unchecked.of(state, self)
      if (left.size === 0) return pc.one(self, "e3")
      return left.map((i) => ({
        ...unchecked.one(self, left.delete(i)),
        ...max.one(self, Math.max(max.of(state, self), num.of(state, i))),
      }))
    }),
    e3: at("e3", (state, self) => [
      ...numbers.map((ticket) => num.one(self, ticket)),
      ...numbers
        .filter((ticket) => ticket > max.of(state, self))
        .map((ticket) => ({ ...num.one(self, ticket), ...pc.one(self, "e4") })),
    ]),
    e4: at("e4", (state, self) => [
      flag.one(self, !flag.of(state, self)),
      { ...flag.one(self, false), ...unchecked.one(self, Set.from(othersThan(self))), ...pc.one(self, "w1") },
    ]),
    w1: at("w1", (state, self) => {
      const left = unchecked.of(state, self)
      if (left.size === 0) return pc.one(self, "cs")
      return left.filter((i) => !flag.of(state, i)).map((i) => ({ ...nxt.one(self, i), ...pc.one(self, "w2") }))
    }),
    w2: at("w2", (state, self) => {
      const next = nxt.of(state, self)
      return (
        (num.of(state, next) === 0 || precedes(state, self, next)) && {
          ...unchecked.one(self, unchecked.of(state, self).delete(next)),
          ...pc.one(self, "w1"),
        }
      )
    }),
    cs: at("cs", (_state, self) => pc.one(self, "exit")),
    exit: at("exit", (_state, self) => [
      ...numbers.map((ticket) => num.one(self, ticket)),
      { ...num.one(self, 0), ...pc.one(self, "ncs") },
    ]),
  },
  always: {
    /** At most one process is in its critical section. */
    mutualExclusion: (state) => processes.filter((process) => isAt(state, process, "cs")).length <= 1,
    /** No step leaves the invariant. */
    invariant,
  },
})
