import { afterCrash, type AnyState, equal } from "@lockstep/language"
import { type Course, firstInput, hasEnd, lifeOf, tell } from "./course.ts"
import { type Refusal, refusal } from "./refusal.ts"

/** What a node remembers after a crash must be what was durable before; of all else it knows nothing. */
const recovered = (course: Course, state: AnyState): Refusal | undefined => {
  const { actor, lives, lifeAt, state: before } = course
  const previous = lives[lifeAt - 1]
  const kept = afterCrash(actor.definition, actor.place, before ?? state)
  if (before !== undefined && previous !== undefined && hasEnd(previous) && !equal(kept, state))
    return refusal("forgotten", "recovers with another state than what was durable", { spec: kept, recorded: state })
  const blank = afterCrash(actor.definition, actor.place, state)
  if (!equal(blank, state))
    return refusal("forgotten", "recovers with fields that are not durable", { spec: blank, recorded: state })
  if (before !== undefined && !equal(kept, state)) tell(course, "unseen-change")
  course.beforeCrash = before
  return undefined
}

const started = ({ lifeAt, initial }: Course, state: AnyState): Refusal | undefined => {
  if (lifeAt > 0) return refusal("wrong-beginning", "starts for the first time, and has lived before")
  if (equal(state, initial)) return undefined
  return refusal("wrong-beginning", "starts in another state", { spec: initial, recorded: state })
}

/** Looks at the state with which a life begins. */
export const beBorn = (course: Course, state: AnyState): Refusal | undefined => {
  const life = lifeOf(course)
  const input = life && firstInput(life)
  if (input?.kind === "start") return started(course, state)
  return input?.kind === "recover" ? recovered(course, state) : undefined
}
