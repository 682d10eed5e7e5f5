import type { Operation } from "@lockstep/judge"
import { type Complaint, complaint, type Entry, type EventEntry, type WholeEntry } from "./entry.ts"
import { readJsonLine } from "./json-line.ts"
import { readEdnLine, readLogLine } from "./jepsen-line.ts"

/** An operation, and where the recording has it. */
export interface Recorded {
  readonly operation: Operation
  /** `undefined` where the recording has no keys. */
  readonly key: unknown
  readonly line: number
}

export interface Recording {
  readonly kind: "recording"
  readonly recorded: readonly Recorded[]
}

/** Where a recording goes wrong. */
export interface Misread extends Omit<Complaint, "kind"> {
  readonly kind: "misread"
  readonly line: number
}

const entryOf = (text: string, line: number): Entry | Complaint | undefined => {
  if (text.trim() === "") return undefined
  if (/^\s*\{\s*:/.test(text)) return readEdnLine(text, line)
  if (/^(?:TRACE|DEBUG|INFO|WARN|ERROR)\b/.test(text)) return readLogLine(text, line)
  return readJsonLine(text, line)
}

const wholeOperation = ({ client, call, argument, answer, begin, end, hasFailed }: WholeEntry): Operation => {
  const begun = { client, call, argument, begin }
  if (end === null) return { ...begun, outcome: "pending" }
  return hasFailed ? { ...begun, outcome: "failed", end } : { ...begun, outcome: "answered", answer, end }
}

const timeOf = ({ time, line }: EventEntry): number => time ?? line

const overOperation = (begun: EventEntry, over: EventEntry | undefined): Operation => {
  const told = { client: begun.client, call: begun.call, argument: begun.value, begin: timeOf(begun) }
  if (over === undefined || over.type === "info") return { ...told, outcome: "pending" }
  const end = timeOf(over)
  return over.type === "fail"
    ? { ...told, outcome: "failed", end }
    : { ...told, outcome: "answered", answer: over.value, end }
}

/** Brings what was invoked and what came of it together. */
const makePairs = () => {
  const recorded: Recorded[] = []
  const open = new Map<string, EventEntry>()
  const close = (begun: EventEntry, over: EventEntry | undefined): void => {
    open.delete(begun.client)
    recorded.push({ operation: overOperation(begun, over), key: begun.key, line: begun.line })
  }
  const add = (event: EventEntry): Complaint | undefined => {
    const begun = open.get(event.client)
    if (event.type === "invoke") {
      if (begun !== undefined)
        return complaint(
          1,
          `client ${event.client} calls while its call of line ${begun.line} is open`,
          "end that call first: ok, fail or info",
        )
      open.set(event.client, event)
      return undefined
    }
    if (begun === undefined)
      return complaint(1, `client ${event.client} is answered and has not called`, "put its invoke before this line")
    if (timeOf(event) < timeOf(begun))
      return complaint(1, `ends before it began in line ${begun.line}`, "give the times of one clock")
    close(begun, event)
    return undefined
  }
  const finish = (): readonly Recorded[] => {
    for (const begun of [...open.values()]) close(begun, undefined)
    return recorded
  }
  return { recorded, add, finish }
}

/** Reads a recording, line by line. */
export const readRecording = (text: string): Recording | Misread => {
  const pairs = makePairs()
  for (const [at, line] of text.split("\n").entries()) {
    const entry = entryOf(line.replace(/\r$/, ""), at + 1)
    if (entry === undefined) continue
    if (entry.kind === "complaint") return { ...entry, kind: "misread", line: at + 1 }
    if (entry.kind === "whole") {
      pairs.recorded.push({ operation: wholeOperation(entry), key: entry.key, line: entry.line })
      continue
    }
    const wrong = pairs.add(entry)
    if (wrong !== undefined) return { ...wrong, kind: "misread", line: at + 1 }
  }
  return { kind: "recording", recorded: pairs.finish() }
}
