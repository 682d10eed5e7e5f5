import { type Course, hasEnd, isFirstLife, lifeOf, makeCourse, tell } from "./course.ts"
import { enter } from "./enter.ts"
import type { Entry, Life } from "./life.ts"
import type { Notes } from "./note.ts"
import type { Post, Waits } from "./post.ts"
import type { Refusal } from "./refusal.ts"
import type { Actor } from "./retrace.ts"
import { isCountedTwice, missingBefore } from "./succession.ts"
import { take, type Taken } from "./take.ts"

/** A line of a life, and what came of it. */
export interface Walked<Result> {
  readonly result: Result
  readonly entry: Entry
  readonly life: string
}

/** Goes through the lives of one node, step by step. */
export interface Walker {
  readonly node: string
  readonly role: string
  /** The clock of the next step; infinite where there is none. What starts for the first time comes before all else. */
  readonly next: () => number
  /** Takes a step, or says why not; `undefined` once nothing is left. */
  readonly walk: () => Walked<Taken | Waits | Refusal> | undefined
}

/** What a node did in lives that are in no file is not known. */
const skip = (course: Course): void => {
  const missing = missingBefore(course.lives, course.lifeAt)
  if (missing === 0) return
  tell(course, "lost-lives", missing)
  course.state = undefined
  course.asked.forget()
}

/** Goes over to the next life. What one without an end may have done unseen is not known. */
const turn = (course: Course, own: Life): void => {
  if (!hasEnd(own)) {
    const isLast = course.lifeAt === course.lives.length - 1
    tell(course, isLast ? "lost-end" : "cut-off")
    course.asked.forget()
  }
  course.numbers.clear()
  Object.assign(course, { lifeAt: course.lifeAt + 1, at: 0, step: 0, now: 0, isNumbered: true })
  if (isCountedTwice(course.lives, course.lifeAt)) tell(course, "counted-twice")
  skip(course)
}

/** The next step, in this life or a later one. */
const nextStep = ({ lives, lifeAt, at }: Course): Entry | undefined => {
  for (let life = lifeAt, from = at; life < lives.length; life++, from = 0) {
    const entries = lives[life]?.entries ?? []
    for (let index = from; index < entries.length; index++) if (entries[index]?.kind === "step") return entries[index]
  }
  return undefined
}

export const makeWalker = (
  { actor, role }: { readonly actor: Actor; readonly role: string },
  lives: readonly Life[],
  post: Post,
  notes: Notes,
): Walker => {
  const course = makeCourse(actor, lives, notes)
  if (!lives.slice(0, 1).some(isFirstLife)) tell(course, "lost-beginning")

  const walk: Walker["walk"] = () => {
    for (let life = lifeOf(course); life !== undefined; life = lifeOf(course)) {
      const entry = life.entries[course.at]
      if (entry === undefined) {
        turn(course, life)
        continue
      }
      const result = entry.kind === "step" ? take(course, entry, post) : enter(course, entry)
      if (result === undefined || result.kind === "taken") course.at++
      if (result !== undefined) return { result, entry, life: life.header.life }
    }
    return undefined
  }

  return {
    ...{ node: actor.place.self, role, walk },
    next() {
      const step = nextStep(course)
      if (step?.kind !== "step") return Infinity
      return step.input.kind === "start" ? -1 : step.now
    },
  }
}
