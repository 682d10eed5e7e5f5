import { type Algorithm, algorithm, each } from "@lockstep/language"
import { type Family, family } from "./functions.ts"

/** How often each prisoner but the counter has moved switch A up, and how often the counter has moved it down. */
interface Room extends Family<"timesSwitched", number> {
  readonly switchAUp: boolean
  readonly switchBUp: boolean
  readonly count: number
}

const timesSwitched = family<"timesSwitched", number>("timesSwitched")

const positions = [
  { switchAUp: false, switchBUp: false },
  { switchAUp: false, switchBUp: true },
  { switchAUp: true, switchBUp: false },
  { switchAUp: true, switchBUp: true },
]

/** One prisoner counts when all of them have been in a room with two switches (`Prisoners`). */
export const prisoners = (others: readonly string[]): Algorithm<Room> => {
  const done = ({ count }: Room): boolean => count === 2 * others.length
  const times = (state: Room): readonly number[] => others.map((prisoner) => timesSwitched.of(state, prisoner))

  return algorithm<Room>({
    initial: positions.map((position) => ({ ...position, ...timesSwitched.all(others, () => 0), count: 0 })),
    actions: {
      counterStep: ({ switchAUp, switchBUp, count }) =>
        switchAUp ? { switchAUp: false, count: count + 1 } : { switchBUp: !switchBUp },
      otherStep: each(others, (state, prisoner) => {
        const before = timesSwitched.of(state, prisoner)
        return !state.switchAUp && before < 2
          ? { switchAUp: true, ...timesSwitched.one(prisoner, before + 1) }
          : { switchBUp: !state.switchBUp }
      }),
    },
    always: {
      /** No more is counted than could be, even if switch A was up in the beginning. */
      bounded: (state) => state.count <= 2 * others.length + 1 && times(state).every((time) => time <= 2),
      /** Once the counter is done, everybody has been in the room. */
      safety: (state) => !done(state) || times(state).every((time) => time > 0),
      /** The count is how often the others moved switch A up, or one more if it was up in the beginning. */
      countInvariant: (state) => {
        const movedDown = times(state).reduce((sum, time) => sum + time, 0) - (state.switchAUp ? 1 : 0)
        return state.count === movedDown || state.count === movedDown + 1
      },
    },
    reachable: {
      /** The prisoners can go free at all. */
      someoneDeclares: done,
    },
    /** There is always a prisoner who can be brought into the room. */
    ends: () => false,
  })
}

/** Prisoner 1 is the counter. */
export const prisoners4 = prisoners(["p2", "p3", "p4"])
