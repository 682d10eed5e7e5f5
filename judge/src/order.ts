import type { Meter } from "./budget.ts"
import { type Dead, makeDead, type Used } from "./dead.ts"
import type { Table } from "./table.ts"
import { isFree, type Task } from "./task.ts"

/** Whether there is an order; `unknown` when the budget ran out first. */
export type Found = "found" | "none" | "unknown"

/** How far an order has come. */
interface Point {
  readonly state: number
  /** Tasks that may come next and are in no chain; what has been placed follows from them, since it is closed downwards. */
  readonly ready: readonly number[]
  readonly used: Used
  /** How many required tasks are missing. */
  readonly missing: number
  /** The task that was placed last. */
  readonly last: number
}

interface Frame extends Point {
  readonly moves: readonly number[]
  next: number
}

const insert = (sorted: number[], task: number): void => {
  let at = sorted.length
  while (at > 0 && (sorted[at - 1] ?? 0) > task) at--
  sorted.splice(at, 0, task)
}

/** How many reads ahead are looked at. */
const lookahead = 16

/** The place in a sorted list of the first number that is not less. */
const firstFrom = (sorted: readonly number[], least: number): number => {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) < least) low = middle + 1
    else high = middle
  }
  return low
}

/** The tasks with what follows from them: who waits for whom, and the chains. */
const arrange = (tasks: readonly Task[]) => {
  const followers: number[][] = tasks.map(() => [])
  const chains: number[][] = []
  /** The place of a task in its chain. */
  const ranks: number[] = []
  for (const [at, { after, need }] of tasks.entries()) {
    for (const before of after) followers[before]?.push(at)
    if (typeof need !== "object") continue
    const chain = (chains[need.chain] ??= [])
    ranks[at] = chain.length
    chain.push(at)
  }
  return { followers, chains: Array.from(chains, (chain) => chain ?? []), ranks }
}

/** Looks for an order of tasks that the object allows: depth first, and never twice from where nothing is left to hope for. */
export const findOrder = (tasks: readonly Task[], { initial, apply }: Table, meter: Meter): Found => {
  const { followers, chains, ranks } = arrange(tasks)
  /** How many tasks each one still waits for, at the point where the search is. */
  const waits = tasks.map(({ after }) => after.length)
  const dead: Dead = makeDead()

  const fits = (state: number, { call, answer }: Task): boolean =>
    answer === null || apply(state, call).answer === answer
  const after = (state: number, { call, applies }: Task): number => (applies ? apply(state, call).state : state)

  const isPlaced = new Uint8Array(tasks.length)
  const foreseen = [...tasks.keys()].filter((at) => tasks[at]?.outlook !== undefined)
  /** Whether nothing that may still come makes one of the next reads right. */
  const isHopeless = ({ state, ready }: Point): boolean => {
    const first = ready[0] ?? 0
    let looked = 0
    for (let next = firstFrom(foreseen, first); next < foreseen.length && looked < lookahead; next++) {
      const at = foreseen[next] ?? 0
      const outlook = tasks[at]?.outlook
      if (isPlaced[at] === 1 || outlook === undefined) continue
      looked++
      if (!outlook.grows(state) && !outlook.makers().some((maker) => isPlaced[maker] === 0)) return true
    }
    return false
  }

  const freeMoves = ({ state, used }: Point): number[] =>
    chains.flatMap((chain, number) =>
      chain.slice(used[number] ?? 0).filter((at) => {
        const task = tasks[at]
        return task !== undefined && waits[at] === 0 && after(state, task) !== state
      }),
    )

  const movesFrom = (point: Point): readonly number[] => {
    if (isHopeless(point)) return []
    const fitting: number[] = []
    for (const at of point.ready) {
      const task = tasks[at]
      if (task === undefined) continue
      if (!fits(point.state, task)) continue
      /** What fits and never changes anything can only be in the way later. */
      if (!task.applies) return [at]
      fitting.push(at)
    }
    return [...fitting, ...freeMoves(point)]
  }

  const place = (point: Point, at: number, task: Task): Point => {
    const state = after(point.state, task)
    if (typeof task.need === "object") {
      const used = point.used.with(task.need.chain, (ranks[at] ?? 0) + 1)
      return { ...point, state, used, last: at }
    }
    isPlaced[at] = 1
    const ready = point.ready.filter((other) => other !== at)
    for (const follower of followers[at] ?? []) {
      const left = (waits[follower] ?? 0) - 1
      waits[follower] = left
      const waiting = tasks[follower]
      if (left === 0 && waiting !== undefined && !isFree(waiting)) insert(ready, follower)
    }
    return { ...point, state, ready, missing: point.missing - (task.need === "required" ? 1 : 0), last: at }
  }

  const takeBack = (at: number): void => {
    const task = tasks[at]
    if (task === undefined || isFree(task)) return
    isPlaced[at] = 0
    for (const follower of followers[at] ?? []) waits[follower] = (waits[follower] ?? 0) + 1
  }

  const open = (point: Point): Frame => ({ ...point, moves: movesFrom(point), next: 0 })
  const isDead = ({ ready, state, used }: Point): boolean => dead.has(`${ready.join()}|${state}`, used)

  const begin: Point = {
    state: initial,
    ready: [...tasks.keys()].filter((at) => waits[at] === 0 && tasks[at] !== undefined && !isFree(tasks[at])),
    used: chains.map(() => 0),
    missing: tasks.filter(({ need }) => need === "required").length,
    last: -1,
  }
  if (begin.missing === 0) return "found"
  const path: Frame[] = [open(begin)]
  for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
    const at = frame.moves[frame.next++]
    const task = at === undefined ? undefined : tasks[at]
    if (at === undefined || task === undefined) {
      takeBack(frame.last)
      path.pop()
      continue
    }
    const point = place(frame, at, task)
    if (point.missing === 0) return "found"
    if (!meter.spend()) return "unknown"
    if (isDead(point)) takeBack(at)
    else path.push(open(point))
  }
  return "none"
}
