import type { AnyState } from "@lockstep/language"
import { type Course, lifeOf } from "./course.ts"
import { notNext } from "./enter.ts"
import type { StepLine } from "./line.ts"
import type { Post, Waits } from "./post.ts"
import { type Refusal, refusal } from "./refusal.ts"
import { retrace } from "./retrace.ts"

/** A step that the spec does just so. */
export interface Taken {
  readonly kind: "taken"
  /** The state before; of a recovery, that before the crash. */
  readonly before: AnyState
  readonly after: AnyState
}

const isBirth = ({ input }: StepLine): boolean => input.kind === "start" || input.kind === "recover"

const comesFromStranger = ({ actor }: Course, { input }: StepLine): boolean =>
  input.kind === "message" && !Object.values(actor.place.nodes).some((nodes) => nodes.includes(input.from))

/** Why a step cannot come now, whatever it does. */
const unfit = (course: Course, line: StepLine): Refusal | undefined => {
  const { step, now, input } = line
  if (step !== course.step + 1) return notNext(course, step)
  if (now < course.now)
    return refusal("clock-goes-back", `has a clock of ${now} after one of ${course.now}: clocks never go back`)
  if (isBirth(line) !== (step === 1))
    return refusal("wrong-beginning", isBirth(line) ? `${input.kind}s in the middle of a life` : "begins a life")
  if (comesFromStranger(course, line))
    return refusal("stranger", `receives a message of a node that the header does not name`)
  return course.asked.doubt(input)
}

/** The numbers of the messages to each receiver rise by one. */
const misnumbered = ({ numbers, isNumbered }: Course, sends: StepLine["sends"]): Refusal | undefined => {
  for (const [to, number] of sends) {
    const due = numbers.get(to) ?? (isNumbered ? 1 : number)
    if (number !== due) return refusal("other-sends", `numbers a message to ${to} as ${number} where ${due} is due`)
    numbers.set(to, number + 1)
  }
  return undefined
}

/** Takes a recorded step, if the spec and what the other nodes sent allow it. */
export const take = (course: Course, line: StepLine, post: Post): Taken | Waits | Refusal => {
  const { state, actor, beforeCrash } = course
  const { self } = actor.place
  const { input, origin, now } = line
  const wrong = unfit(course, line)
  if (wrong !== undefined) return wrong
  if (state === undefined) return refusal("not-next", "stands behind no state")
  if (input.kind === "message") {
    const received = post.receive({ to: self, from: input.from, message: input.message, origin, now })
    if (received !== "received") return received
  }
  const retraced = retrace(actor, state, line)
  if (retraced.kind === "refusal") return retraced
  const strange = misnumbered(course, line.sends)
  if (strange !== undefined) return strange
  const life = lifeOf(course)?.header.life ?? ""
  for (const { to, number, message } of retraced.messages) post.send(self, life, to, number, message)
  course.asked.note(input, line.effects)
  Object.assign(course, { state: retraced.state, step: line.step, now, beforeCrash: undefined })
  return { kind: "taken", before: beforeCrash ?? state, after: retraced.state }
}
