import type { Snapshot, Trace } from "@lockstep/checker"
import { itemsOf, shapeOf } from "../trace/values.ts"
import { toJson } from "./json.ts"

/** Numbers are written as big integers, records as they are, and nothing as an empty variant. */
const itfValue = (value: unknown): unknown => {
  switch (shapeOf(value)) {
    case "plain":
      if (typeof value === "number") return { "#bigint": String(value) }
      return value === null ? { tag: "None", value: { "#tup": [] } } : value
    case "record":
      return Object.fromEntries(Object.entries(value as object).map(([field, item]) => [field, itfValue(item)]))
    case "Set":
      return { "#set": itemsOf(value).map(itfValue) }
    case "Map":
      return { "#map": itemsOf(value).map((entry) => itemsOf(entry).map(itfValue)) }
    default:
      return itemsOf(value).map(itfValue)
  }
}

const itfState = (snapshot: Snapshot, index: number): object => ({
  "#meta": { index },
  ...Object.fromEntries(snapshot.map(({ name, value }) => [name, itfValue(value)])),
})

/** The Informal Trace Format, which other model checkers and their viewers read. */
export const itf = (trace: Trace): string =>
  toJson({
    "#meta": { format: "ITF", "format-description": "https://apalache-mc.org/docs/adr/015adr-trace.html" },
    vars: trace.initial.map(({ name }) => name),
    states: [trace.initial, ...trace.steps.map(({ after }) => after)].map(itfState),
  })
