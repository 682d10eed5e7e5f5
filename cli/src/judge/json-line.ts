import { jsonStop } from "@lockstep/judge/json"
import { type Fields, isRecord } from "../forms.ts"
import { outOfBounds } from "./bounds.ts"
import { type Complaint, complaint, type Entry, type EventEntry } from "./entry.ts"

const types: readonly EventEntry["type"][] = ["invoke", "ok", "fail", "info"]
const known = [...["client", "call", "key", "argument", "answer"], ...["event", "time"], ...["begin", "end", "outcome"]]

const columnOf = (text: string, field: string): number => text.indexOf(`"${field}"`) + 1 || 1

const example = {
  client: '"client": "a"',
  call: '"call": "write"',
  time: '"time": 7',
  begin: '"begin": 7',
  end: '"end": 9, or null for what was given up',
} as const

/** What a field must be, by the first that is not so. */
const firstWrong = (fields: Fields, text: string): Complaint | undefined => {
  const wrong = (field: keyof typeof example): Complaint =>
    complaint(
      columnOf(text, field),
      fields[field] === undefined ? `has no "${field}"` : `has a "${field}" that cannot be`,
      `write it like ${example[field]}`,
    )
  const isEvent = fields["event"] !== undefined
  const { client, call, time, begin, end } = fields
  if (typeof client !== "string" && typeof client !== "number") return wrong("client")
  if (typeof call !== "string" && (!isEvent || fields["event"] === "invoke" || call !== undefined)) return wrong("call")
  if (isEvent) return time === undefined || typeof time === "number" ? undefined : wrong("time")
  if (typeof begin !== "number") return wrong("begin")
  if (end !== null && (typeof end !== "number" || end < begin)) return wrong("end")
  return undefined
}

const eventOf = (fields: Fields, text: string, line: number): Entry | Complaint => {
  const type = types.find((one) => one === fields["event"])
  if (type === undefined)
    return complaint(columnOf(text, "event"), `has no event "${String(fields["event"])}"`, `choose ${types.join(", ")}`)
  const { client, call, key, argument, answer, time } = fields
  return {
    ...{ kind: "event", type, line, client: String(client), call: String(call ?? ""), key },
    value: (type === "invoke" ? argument : answer) ?? null,
    time: typeof time === "number" ? time : null,
  }
}

/** A line of JSON: an event, or a whole operation. */
export const readJsonLine = (text: string, line: number): Entry | Complaint => {
  let fields: unknown
  try {
    fields = JSON.parse(text)
  } catch {
    return complaint(jsonStop(text) + 1, "is no JSON", "write one JSON record a line: docs/judge.md shows them")
  }
  const beyond = outOfBounds(text)
  if (beyond !== undefined) return beyond
  if (!isRecord(fields))
    return complaint(1, "is no JSON record", "write one JSON record a line: docs/judge.md shows them")
  const surplus = Object.keys(fields).find((field) => !known.includes(field))
  if (surplus !== undefined)
    return complaint(columnOf(text, surplus), `has an unknown field "${surplus}"`, `choose from ${known.join(", ")}`)
  const wrong = firstWrong(fields, text)
  if (wrong !== undefined) return wrong
  if (fields["event"] !== undefined) return eventOf(fields, text, line)
  const { client, call, key, argument = null, answer = null, begin, end, outcome = "answered" } = fields
  if (outcome !== "answered" && outcome !== "failed")
    return complaint(
      columnOf(text, "outcome"),
      "has an unknown outcome",
      "choose answered or failed; a pending one has no end",
    )
  return {
    ...{ kind: "whole", line, client: String(client), call: String(call), key, argument, answer },
    begin: Number(begin),
    end: end === null ? null : Number(end),
    hasFailed: outcome === "failed",
  }
}
