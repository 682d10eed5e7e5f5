import { type Fields, isRecord } from "../forms.ts"
import { outOfBounds } from "./bounds.ts"
import { type Complaint, complaint, type Entry, type EventEntry } from "./entry.ts"
import { hasStopped, readEdn } from "./edn.ts"

const types: readonly EventEntry["type"][] = ["invoke", "ok", "fail", "info"]

const eventOf = (fields: Fields, line: number): Entry | Complaint => {
  const { process, type, f, key, value, time } = fields
  const known = types.find((one) => one === type)
  if (known === undefined || typeof f !== "string" || (typeof process !== "number" && typeof process !== "string"))
    return complaint(1, "has no :process, :type and :f of an operation", "see docs/judge.md for what can be read")
  const event = { kind: "event", line, client: String(process), call: f, key } as const
  /** A compare-and-set that is told to have failed, and not why, found another value: that is an answer. */
  if (f === "cas" && known !== "info" && known !== "invoke" && Array.isArray(value) && fields["error"] === undefined)
    return { ...event, type: "ok", value: known === "ok", time: typeof time === "number" ? time : null }
  return { ...event, type: known, value: value ?? null, time: typeof time === "number" ? time : null }
}

const notEdn = (column: number): Complaint =>
  complaint(column + 1, "is no value in Clojure's notation", "see docs/judge.md for what can be read")

/** A line of a Jepsen history: a map in Clojure's notation. */
export const readEdnLine = (text: string, line: number): Entry | Complaint => {
  const beyond = outOfBounds(text)
  if (beyond !== undefined) return beyond
  const read = readEdn(text)
  if (hasStopped(read)) return notEdn(read.stoppedAt)
  const [fields] = read
  return isRecord(fields) ? eventOf(fields, line) : notEdn(0)
}

/** A line of a Jepsen log, whose columns are process, type, function and value; `undefined` for whatever else was logged. */
export const readLogLine = (text: string, line: number): Entry | Complaint | undefined => {
  const [head, process = "", type, f, value = ""] =
    /^.*?jepsen\.util - (\S+)\s+:(\S+)\s+:(\S+)\s+(?=(.*))/.exec(text) ?? []
  if (head === undefined) return undefined
  const beyond = outOfBounds(text)
  if (beyond !== undefined) return beyond
  const read = readEdn(value)
  if (hasStopped(read)) return notEdn(head.length + read.stoppedAt)
  return eventOf({ process, type, f, value: read[0] }, line)
}
