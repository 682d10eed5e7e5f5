import type { SequentialObject } from "@lockstep/language"
import type { Operation } from "../../src/index.ts"
import { answersAfter, arrangements, exists, isAnswered, keeps, sameClient } from "./orders.ts"

type Order = readonly Operation[]
type Orders = ReadonlyMap<string, Order>

/** Orders that explain a client's answers, and end with the last of them: what it hears of later does not matter. */
const explaining = (history: Order, client: string, object: SequentialObject): readonly Order[] => {
  const own = history.filter(isAnswered).filter((one) => one.client === client)
  return [...arrangements(history)].filter(
    (order) =>
      order.at(-1) === own.at(-1) &&
      own.every((one) => order.includes(one)) &&
      keeps(order, sameClient) &&
      own.every((one) => answersAfter(object, order.slice(0, order.indexOf(one)), one)),
  )
}

/** One order for each client, all ways. */
function* choices(
  [client, ...rest]: readonly string[],
  candidates: ReadonlyMap<string, readonly Order[]>,
): Generator<Orders> {
  if (client === undefined) return yield new Map()
  for (const others of choices(rest, candidates))
    for (const order of candidates.get(client) ?? []) yield new Map([...others, [client, order]])
}

/** What stands before an operation in its client's order; what is pending stands after all answers. */
const pastOf = (orders: Orders, operation: Operation): Order => {
  const own = orders.get(operation.client) ?? []
  return isAnswered(operation) ? own.slice(0, own.indexOf(operation)) : own
}

const agree = (orders: Orders): boolean =>
  [...orders.values()].every((order) =>
    order.every((one, at) => pastOf(orders, one).every((before) => order.slice(0, at).includes(before))),
  )

/** Whether there is an order for each client, all of which agree on what stands before what. */
export const causal = (history: readonly Operation[], object: SequentialObject): boolean => {
  const clients = [...new Set(history.filter(isAnswered).map(({ client }) => client))]
  const candidates = new Map(clients.map((client) => [client, explaining(history, client, object)]))
  return exists(choices(clients, candidates), agree)
}
