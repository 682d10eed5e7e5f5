import { BadObject, judge, type Operation } from "@lockstep/judge"
import type { HistoryProperty } from "@lockstep/language"
import type { ClientStates, Operation as Begun } from "../machine/protocol/clients.ts"
import { trouble } from "../machine/trouble.ts"

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)

/** A state keeps no times but what had been answered when: each beginning has the number of the answers before it. */
const timesOf = (clients: ClientStates) => {
  const begun = clients.flatMap(({ answered, flight }) => [...answered, ...(flight === null ? [] : [flight])])
  const latest = sum(clients.map(({ answered }) => answered.length))
  const beginOf = ({ after }: Begun): number => 2 * sum(after)
  /** Just before the first beginning that knows of the answer. */
  const endOf = (client: number, index: number): number => {
    const later = begun.filter(({ after }) => (after[client] ?? 0) > index)
    return later.reduce((first, one) => Math.min(first, beginOf(one)), 2 * latest + 2) - 1
  }
  return { beginOf, endOf }
}

const operationsOf = (clients: ClientStates): readonly Operation[] => {
  const { beginOf, endOf } = timesOf(clients)
  return clients.flatMap(({ answered, flight }, client): readonly Operation[] => {
    const told = (one: Begun) => ({
      client: `c${client + 1}`,
      call: one.call,
      argument: one.argument,
      begin: beginOf(one),
    })
    const known = answered.map((one, index): Operation => ({
      ...told(one),
      outcome: "answered",
      answer: one.answer,
      end: endOf(client, index),
    }))
    return flight === null ? known : [...known, { ...told(flight), outcome: "pending" }]
  })
}

/** Whether the history agrees with its object; where there is nothing to judge yet, it does. */
export const consistentHistory = (name: string, { kind, object }: HistoryProperty, history: unknown): boolean => {
  try {
    return judge(operationsOf(history as ClientStates), object, kind, { states: Infinity }).verdict !== "violation"
  } catch (error) {
    if (error instanceof BadObject) return trouble("bad-model", name, error.message)
    throw error
  }
}
