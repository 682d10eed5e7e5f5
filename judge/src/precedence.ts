import type { Effective } from "./operation.ts"

/** For each operation, the places of those that it waits for directly. */
export type Precedence = readonly (readonly number[])[]

const endOf = (operation: Effective): number => (operation.outcome === "answered" ? operation.end : Infinity)

/** An operation comes after all that ended before it began. */
export const realTime = (operations: readonly Effective[]): Precedence => {
  const byEnd = [...operations.entries()]
    .map(([at, operation]) => ({ at, begin: operation.begin, end: endOf(operation) }))
    .filter(({ end }) => end !== Infinity)
    .sort((one, other) => one.end - other.end)
  let ended = 0
  let latestBegin = -Infinity
  /** In the order of beginnings, more and more have ended. */
  return operations.map(({ begin }) => {
    for (let next = byEnd[ended]; next !== undefined && next.end < begin; next = byEnd[++ended])
      latestBegin = Math.max(latestBegin, next.begin)
    const direct: number[] = []
    /** Whoever ended before another began is waited for through that other. */
    for (let back = ended - 1, one = byEnd[back]; one !== undefined && one.end >= latestBegin; one = byEnd[--back])
      direct.push(one.at)
    return direct
  })
}

/** An operation comes after the last one of its client that was answered. */
export const sessions = (operations: readonly Effective[]): Precedence => {
  const last = new Map<string, number>()
  return operations.map(({ client, outcome }, at) => {
    const before = last.get(client)
    if (outcome === "answered") last.set(client, at)
    return before === undefined ? [] : [before]
  })
}

/** Nobody knows when an operation takes effect that was given up: where its client went on, it counts as a client of its own. */
export const sessionsApart = (operations: readonly Effective[]): readonly Effective[] => {
  const last = new Map(operations.map((operation) => [operation.client, operation]))
  return operations.map((operation, at) =>
    operation.outcome === "pending" && last.get(operation.client) !== operation
      ? { ...operation, client: `${operation.client}, given up ${at}` }
      : operation,
  )
}
