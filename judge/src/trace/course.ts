import { type AnyState, initialState, type Input } from "@lockstep/language"
import { type Asked, makeAsked } from "./asked.ts"
import type { Life } from "./life.ts"
import type { Note, Notes } from "./note.ts"
import type { Actor } from "./retrace.ts"

/** How far a node's lives are retraced, and what is known of it there. */
export interface Course {
  readonly actor: Actor
  readonly initial: AnyState
  readonly lives: readonly Life[]
  readonly notes: Notes
  readonly asked: Asked
  /** Which life, and which entry of it comes next. */
  lifeAt: number
  at: number
  /** `undefined` where steps are missing. */
  state: AnyState | undefined
  /** The state before a crash, until the step that recovers from it. */
  beforeCrash: AnyState | undefined
  step: number
  now: number
  /** The number that the next message to a receiver gets, as far as that is known. */
  readonly numbers: Map<string, number>
  /** Whether the first message to a receiver must have the number 1. */
  isNumbered: boolean
}

export const makeCourse = (actor: Actor, lives: readonly Life[], notes: Notes): Course => ({
  ...{ actor, lives, notes, initial: initialState(actor.definition, actor.place), asked: makeAsked() },
  ...{ lifeAt: 0, at: 0, state: undefined, beforeCrash: undefined, step: 0, now: 0 },
  ...{ numbers: new Map(), isNumbered: true },
})

export const lifeOf = ({ lives, lifeAt }: Course): Life | undefined => lives[lifeAt]

/** Says what is not known of the present life. */
export const tell = (course: Course, kind: Note["kind"], count = 1): void =>
  course.notes.add({ kind, node: course.actor.place.self, life: lifeOf(course)?.header.life ?? "", count })

/** Steps are missing: nothing that a step depends on is known. */
export const lose = (course: Course): void => {
  Object.assign(course, { state: undefined, beforeCrash: undefined, isNumbered: false })
  course.numbers.clear()
  course.asked.forget()
}

/** The first input of a life, if its trace has kept it. */
export const firstInput = ({ entries }: Life): Input | undefined => {
  const step = entries.find((entry) => entry.kind === "step")
  return step?.kind === "step" && step.step === 1 ? step.input : undefined
}

/** Whether a life is the first of its node, as its trace tells. */
export const isFirstLife = (life: Life): boolean => firstInput(life)?.kind === "start"

/** Whether a trace says that the node stopped in peace. */
export const hasEnd = ({ entries }: Life): boolean => entries.at(-1)?.kind === "end"
