import type { Note, RefusalCode, Rejection } from "@lockstep/judge"
import { counted } from "../report/amounts.ts"
import { showTagged, showValue } from "../trace/values.ts"

/** What is taken on trust, in a sentence. */
export const noteText = ({ kind, node, life = "", from = "", count }: Note): string => {
  const steps = counted(count, "step")
  const messages = counted(count, "message")
  switch (kind) {
    case "missing-node":
      return `${node} has no trace: ${messages} from it are taken on trust`
    case "lost-beginning":
      return count === 1 && life !== ""
        ? `${node} has lived before its life ${life}, or that lacks its first step`
        : `the first ${steps} of ${node}'s life ${life} are in no file`
    case "lost-lives":
      return `${count === 1 ? "a life" : `${count} lives`} of ${node} before its life ${life} ${count === 1 ? "is" : "are"} in no file`
    case "counted-twice":
      return `${node}'s life ${life} is counted as the same as the one before: they follow each other by their clocks`
    case "gap":
      return `${steps} of ${node}'s life ${life} were not recorded, as its trace says`
    case "lost-end":
      return `the trace of ${node}'s life ${life} has no end: more steps may follow`
    case "cut-off":
      return `the trace of ${node}'s life ${life} has no end: steps may be missing before the next life`
    case "unseen-change":
      return `${node} came back in its life ${life} with more than the last recorded step had left: steps are missing`
    case "unseen-message":
      return `${messages} from ${from} to ${node} came from steps that no file holds`
    case "unnumbered-message":
      return `${messages} from ${from} to ${node} without a number: ${from} did not record its steps then`
  }
}

const otherBuild = "was the library generated from this spec, and the trace left as it was written?"

const advice: { readonly [Code in RefusalCode]?: string } = {
  "not-next": "is a file missing, or a line? Steps that a node did not record are declared as a gap",
  forgotten: "a durable field was lost: look at the storage, and at what is durable in the build",
  "never-sent": "if its sender lived with recording switched off, leave the sender's traces out",
  "not-yet-sent": "the step that sent it needs this one: one of both was changed",
  "comes-again": "a transport between them repeats or reorders frames, and the runtime's never do",
  unnumbered: "if its sender lived with recording switched off, leave the sender's traces out",
  "broken-property": "the spec allows every step so far, and not where they led: see `lockstep check <spec>`",
}

/** What to do about a rejection. */
export const adviceFor = (code: RefusalCode, spec: string): string =>
  (advice[code] ?? otherBuild).replace("<spec>", () => spec)

/** The line that was rejected, as one says it. */
export const happeningOf = ({ entry }: Rejection): string => {
  if (entry.kind !== "step")
    return entry.kind === "state" ? `the state before step ${entry.before}` : `its ${entry.kind}`
  const { input } = entry
  switch (input.kind) {
    case "message":
      return `${showTagged(input.message)} from ${input.from}`
    case "timer":
      return `${input.timer} timer fires`
    case "call":
      return `${input.name}(${input.argument === null ? "" : showValue(input.argument)}) is called`
    case "result":
      return `${input.activity} answers ${showValue(input.result)}`
    default:
      return `${input.kind}s`
  }
}
