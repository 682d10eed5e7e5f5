import { type Algorithm, algorithm } from "@lockstep/language"

interface Clock {
  readonly hour: number
}

const hours = Array.from({ length: 12 }, (_, index) => index + 1)

/** A clock that shows only the hour (`SpecifyingSystems/HourClock`). */
export const hourClock: Algorithm<Clock> = algorithm<Clock>({
  initial: hours.map((hour) => ({ hour })),
  actions: {
    pass: ({ hour }) => ({ hour: hour === 12 ? 1 : hour + 1 }),
  },
  always: {
    /** The clock shows an hour. */
    showsAnHour: ({ hour }) => hours.includes(hour),
  },
  /** Time never stops. */
  ends: () => false,
})
