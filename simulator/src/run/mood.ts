import { below, type Random } from "../random.ts"
import type { Line } from "./network.ts"

/** Which of those that wait is taken. */
type Order = "any" | "oldest" | "newest"

/** Whom a run favours for a while. Who is neglected is slow, what it neglects comes late: most bugs need just that. */
export interface Mood {
  /** Whether a node has its turn now. */
  readonly favoursNode: (node: string) => boolean
  readonly favoursLine: (line: Line) => boolean
  readonly favoursClient: (client: number) => boolean
  readonly favoursRequest: (request: string) => boolean
  /** How an external service answers: for a while mostly in one way. */
  readonly way: () => number
  /** Whether time stands still as long as anything is on its way between those that are favoured: most bugs take few steps out of turn. */
  readonly isOrderly: boolean
  readonly reaches: (line: Line) => boolean
  /** Whether nodes may die of what they have just heard, and start again at once. */
  readonly isHasty: boolean
  /** One of so many that wait, the oldest first. */
  readonly pick: (count: number) => number
}

const orders: readonly Order[] = ["any", "any", "oldest", "newest"]

/** A service is asked for one of so many ways to answer, and counts them round. */
const mostWays = 4

/** How often whoever is neglected has a turn nevertheless. */
const neglect = 0.02

/** Whom a mood neglects is decided when it is met first. */
const neglected = <Key>(random: Random, share: number): ((key: Key) => boolean) => {
  const known = new Map<Key, boolean>()
  return (key) => {
    let isNeglected = known.get(key)
    if (isNeglected === undefined) known.set(key, (isNeglected = random() < share))
    return isNeglected
  }
}

/** Which part is neglected of the nodes, of the lines and so on: each is drawn alone, and of half of them nothing is. */
const shares = [0, 0, 0.2, 0.4] as const
const shareOf = (random: Random): number => shares[below(random, shares.length)] ?? 0

const makeMood = (random: Random): Mood => {
  const share = (): number => shareOf(random)
  const waits = neglected<string>(random, share())
  const isAlone = neglected<string>(random, share())
  const isSlow = neglected<Line>(random, share())
  const isSilent = neglected<number>(random, share())
  const reaches = (line: Line): boolean => !isAlone(line.from) && !isAlone(line.to) && !isSlow(line)
  const isLate = neglected<string>(random, share())
  const usualWay = below(random, mostWays)
  const whim = random() < 0.5 ? 1 : 0.2
  const sometimes = (): boolean => random() < neglect
  const order = orders[below(random, orders.length)] ?? "any"
  return {
    favoursNode: (node) => !waits(node) || sometimes(),
    favoursLine: (line) => reaches(line) || sometimes(),
    favoursClient: (client) => !isSilent(client) || sometimes(),
    favoursRequest: (request) => !isLate(request) || sometimes(),
    way: () => (random() < whim ? below(random, mostWays) : usualWay),
    isOrderly: random() < 0.5,
    reaches,
    isHasty: random() < 0.5,
    pick(count) {
      if (order === "any") return below(random, count)
      return order === "oldest" ? 0 : count - 1
    },
  }
}

/** How many decisions a mood lasts: from a few to all, each order of magnitude as likely as the next. */
const lengthOf = (random: Random, decisions: number): number => Math.ceil(decisions * 0.03 ** random())

/** One mood after the other: asked before each decision. */
export const moods = (random: Random, decisions: number): (() => Mood) => {
  let left = 0
  let mood = makeMood(random)
  return () => {
    if (left-- > 0) return mood
    left = lengthOf(random, decisions)
    mood = makeMood(random)
    return mood
  }
}
