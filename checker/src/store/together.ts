import { type At, type Bind, makeTrie, type Memo, type Trie } from "./trie.ts"

/** Something that holds or does not, by what it reads of a state: 0 where it does not hold. */
export interface Test {
  readonly bind: Bind
  readonly impure: () => never
  readonly at: At
}

/** What is remembered of something that holds, 1, or does not, 0; and its test, where it is no more than one. */
export interface Tested {
  readonly trie: Memo
  readonly test?: Test
}

/** Several that are asked about the same states. */
export interface Together<Item> {
  /** What to ask: each gives `allHold`, or else `findBroken` has to look. */
  readonly memos: () => readonly Memo[]
  /** The first that does not hold, if there is one. */
  readonly findBroken: (states: Int32Array) => Item | undefined
  readonly bytes: () => number
}

/** Those of one group are remembered as one. */
interface Group {
  readonly tests: readonly Test[]
  readonly trie: Trie
}

/** What the trie of a group gives; only this one is remembered. */
export const allHold = 1
const someIsBroken = -1
const apart = -2

const isSame = (left: readonly number[], right: readonly number[]): boolean =>
  left.length === right.length && left.every((place, at) => place === right[at])

/**
 * Remembers tests in one trie as long as they read the same places in the same order, as those do that look at every node: a
 * state then takes one way through one trie instead of many through many that are alike. Where they part, so do their tries.
 */
export const makeTogether = <Item extends Tested>(all: readonly Item[]): Together<Item> => {
  /** What each test of the group that was run last has read. */
  let orders: number[][] = []

  const bindAll =
    (tests: readonly Test[]): Bind =>
    (read) => {
      let order: number[] = []
      const runs = tests.map(({ bind }) =>
        bind((place) => {
          if (!order.includes(place)) order.push(place)
          return read(place)
        }),
      )
      return () => {
        orders = []
        for (const run of runs) {
          order = []
          if (run() === 0) return someIsBroken
          orders.push(order)
        }
        return orders.every((one) => isSame(one, orders[0] ?? [])) ? allHold : apart
      }
    }

  const groupOf = (tests: readonly Test[], like?: Trie): Group => {
    const { impure, at } = tests[0] as Test
    return { tests, trie: makeTrie(bindAll(tests), impure, at, like?.copy()) }
  }

  /** What was remembered of all holds for each part. */
  const part = ({ tests, trie }: Group): Group[] => {
    const parts = new Map<string, Test[]>()
    for (const [index, test] of tests.entries()) {
      const order = orders[index]?.join() ?? ""
      parts.set(order, [...(parts.get(order) ?? []), test])
    }
    return [...parts.values()].map((own) => groupOf(own, trie))
  }

  const tests = all.flatMap(({ test }) => test ?? [])
  const others = all.flatMap(({ trie, test }) => (test === undefined ? trie : []))
  let groups = tests.length === 0 ? [] : [groupOf(tests)]
  const memosOf = (): readonly Memo[] => [...groups.map(({ trie }) => trie), ...others]
  let memos = memosOf()

  /** Parts the groups that must part, until all give an answer. */
  const partAll = (states: Int32Array): void => {
    const isApart = ({ trie }: Group): boolean => trie.evaluate(states) === apart
    while (groups.some(isApart)) groups = groups.flatMap((group) => (isApart(group) ? part(group) : group))
    memos = memosOf()
  }

  return {
    memos: () => memos,
    findBroken: (states) => {
      const broken = all.find(({ trie }) => trie.evaluate(states) === 0)
      if (broken === undefined) partAll(states)
      return broken
    },
    bytes: () => memos.reduce((sum, memo) => sum + memo.bytes(), 0),
  }
}
