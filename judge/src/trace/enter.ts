import { type AnyState, equal } from "@lockstep/language"
import { beBorn } from "./birth.ts"
import { type Course, lifeOf, lose, tell } from "./course.ts"
import type { EndLine, GapLine, StateLine } from "./line.ts"
import { type Refusal, refusal } from "./refusal.ts"

const fieldsOf = (state: AnyState): string => Object.keys(state).sort().join(", ")

/** A line that belongs elsewhere. */
export const notNext = ({ step }: Course, told: number): Refusal =>
  refusal("not-next", `stands where step ${step + 1} is due, and tells of step ${told}`)

/** The first whole state of a life. */
const open = (course: Course, { state, before }: StateLine): Refusal | undefined => {
  course.step = before - 1
  if (before === 1) return beBorn(course, state)
  tell(course, "lost-beginning", before - 1)
  lose(course)
  return undefined
}

/** A whole state between two files must be the one that the first has led to. */
const resume = (course: Course, { state, before }: StateLine): Refusal | undefined => {
  if (before !== course.step + 1) return notNext(course, before)
  if (course.state === undefined || equal(course.state, state)) return undefined
  return refusal("another-state", "is another state than the one after the step before", {
    spec: course.state,
    recorded: state,
  })
}

const enterState = (course: Course, line: StateLine): Refusal | undefined => {
  const [own, due] = [fieldsOf(line.state), fieldsOf(course.initial)]
  if (own !== due) return refusal("wrong-beginning", `has the fields ${own}, and the role has ${due}`)
  const wrong = course.at === 0 ? open(course, line) : resume(course, line)
  if (wrong === undefined) course.state = line.state
  return wrong
}

const enterGap = (course: Course, { gap, before }: GapLine): Refusal | undefined => {
  const last = before - gap - 1
  if (course.at === 0) course.step = last
  if (last !== course.step || last < 0) return notNext(course, before)
  tell(course, "gap", gap)
  lose(course)
  course.step = before - 1
  return undefined
}

const enterEnd = (course: Course, { end }: EndLine): Refusal | undefined => {
  if (course.at === 0) course.step = end
  if (end !== course.step) return notNext(course, end)
  if (course.at === (lifeOf(course)?.entries.length ?? 0) - 1) return undefined
  return refusal("not-next", "ends the life, and more of it follows")
}

/** Takes over what a line says that is no step. */
export const enter = (course: Course, line: StateLine | GapLine | EndLine): Refusal | undefined => {
  switch (line.kind) {
    case "state":
      return enterState(course, line)
    case "gap":
      return enterGap(course, line)
    case "end":
      return enterEnd(course, line)
  }
}
