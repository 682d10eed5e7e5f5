import type { SequentialObject } from "@lockstep/language"
import type { Answered, Consistency, Operation } from "../../src/index.ts"
import { causal } from "./causal.ts"
import { answersAfter, arrangements, type Before, ended, exists, isAnswered, keeps, sameClient } from "./orders.ts"

type Rule = (history: readonly Operation[], object: SequentialObject) => boolean

const oneOrder =
  (before: Before): Rule =>
  (history, object) =>
    exists(
      arrangements(history),
      (order) =>
        history.filter(isAnswered).every((one) => order.includes(one)) &&
        keeps(order, before) &&
        order.every((one, at) => !isAnswered(one) || answersAfter(object, order.slice(0, at), one)),
    )

/** Every order that the answer to an operation may have seen. */
const views = (history: readonly Operation[], asked: Operation) =>
  [...arrangements(history.filter((one) => one !== asked && !sameClient(asked, one)))].filter((order) =>
    keeps(order, sameClient),
  )

const eachAnswer =
  (isWhole: (order: readonly Operation[], asked: Operation, history: readonly Operation[]) => boolean): Rule =>
  (history, object) =>
    history
      .filter(isAnswered)
      .every((asked) =>
        views(history, asked).some((order) => isWhole(order, asked, history) && answersAfter(object, order, asked)),
      )

const readYourWrites = eachAnswer((order, asked, history) =>
  history.every((one) => !sameClient(one, asked) || order.includes(one)),
)

const monotonicWrites = eachAnswer((order, _, history) =>
  order.every((one) => history.every((other) => !sameClient(other, one) || order.includes(other))),
)

/** Whether the answers see more and more of an order. */
const sees = (
  order: readonly Operation[],
  answers: readonly Answered[],
  from: number,
  object: SequentialObject,
): boolean => {
  const [first, ...rest] = answers
  if (first === undefined) return true
  for (let length = from; length <= order.length; length++) {
    const seen = order.slice(0, length)
    if (seen.includes(first) || seen.some((one) => sameClient(first, one))) return false
    if (answersAfter(object, seen, first) && sees(order, rest, length, object)) return true
  }
  return false
}

const monotonicReads: Rule = (history, object) =>
  history.every(({ client }) => {
    const own = history.filter(isAnswered).filter((one) => one.client === client)
    return exists(arrangements(history), (order) => keeps(order, sameClient) && sees(order, own, 0, object))
  })

/** `null` where nothing was read in quiet. */
const convergent = (history: readonly Operation[], object: SequentialObject): boolean | null => {
  const reads = object.reads ?? []
  const changes = history.filter(({ call }) => !reads.includes(call))
  const settled = history
    .filter(isAnswered)
    .filter((one) => reads.includes(one.call) && changes.every((change) => ended(change, one)))
  if (settled.length === 0) return null
  return exists(
    arrangements(changes),
    (order) =>
      order.length === changes.length &&
      keeps(order, sameClient) &&
      settled.every((one) => answersAfter(object, order, one)),
  )
}

const rules: { readonly [Name in Exclude<Consistency, "convergent">]: Rule } = {
  linearizable: oneOrder(ended),
  sequential: oneOrder(sameClient),
  causal,
  "read-your-writes": readYourWrites,
  "monotonic-reads": monotonicReads,
  "monotonic-writes": monotonicWrites,
}

/** The verdict by trying everything; for a handful of operations. */
export const verdictOf = (history: readonly Operation[], object: SequentialObject, consistency: Consistency) => {
  const effective = history.filter(({ outcome }) => outcome !== "failed")
  const holds = consistency === "convergent" ? convergent(effective, object) : rules[consistency](effective, object)
  if (holds === null) return "unknown"
  return holds ? "ok" : "violation"
}
