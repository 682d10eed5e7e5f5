import * as Data from "effect/Data"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"

/** What a node was told is nothing that it could run with. It has not begun. */
export class BadConfiguration extends Data.TaggedError("BadConfiguration")<{
  /** What it is about: `timers.election`, `nodes.servers.n1`. */
  readonly option: string
  /** What is wrong with it, and what is allowed. */
  readonly reason: string
}> {
  override get message(): string {
    return `${this.option}: ${this.reason}`
  }
}

/** Says why a value is not what an option takes, if it is not. Configurations come from JSON, too: their types promise nothing. */
export type Rule = (value: unknown) => string | undefined

/** Options by name, each with what it takes. */
export interface Rules {
  readonly [option: string]: Rule
}

/** Whether a value has options of its own. */
export const isRecord = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** A value as its author knows it. */
export const shown = (value: unknown): string => {
  if (typeof value === "function") return "a function"
  return typeof value === "string" || (typeof value === "object" && value !== null)
    ? JSON.stringify(value)
    : String(value)
}

export const wholeNumber: Rule = (value) =>
  typeof value === "number" && Number.isSafeInteger(value) && value > 0
    ? undefined
    : `${shown(value)} is no whole number above 0`

/** The boundary where any value is read as a duration: whatever is none is told. */
const readDuration = (value: unknown): number | undefined => {
  const read = Duration.fromInput(value as Duration.Input)
  return Number.isNaN(value) || Option.isNone(read) ? undefined : Duration.toMillis(read.value)
}

/** Milliseconds of a duration that is not negative, or why it is none. */
export const patienceIn = (value: unknown): number | string => {
  const millis = readDuration(value)
  if (millis === undefined) return `${shown(value)} is no duration such as "150 millis"`
  return millis < 0 ? `${shown(value)} is less than nothing` : millis
}

/** The same of one that ends. */
const millisIn = (value: unknown): number | string => {
  const millis = patienceIn(value)
  return millis === Infinity ? `${shown(value)} never ends` : millis
}

export const pause: Rule = (value) => {
  const millis = millisIn(value)
  return typeof millis === "string" ? millis : undefined
}

export const duration: Rule = (value) => {
  const millis = millisIn(value)
  if (typeof millis === "string") return millis
  return millis > 0 ? undefined : `${shown(value)} is no time at all`
}

/** A duration, or the shortest and the longest. */
export const durationOrRange: Rule = (value) => {
  if (!Array.isArray(value)) return duration(value)
  const ends: readonly unknown[] = value
  if (ends.length !== 2) return `${shown(value)} is no range such as ["150 millis", "300 millis"]`
  const [shortest, longest] = ends
  const flaw = duration(shortest) ?? duration(longest)
  if (flaw !== undefined) return flaw
  return millisIn(shortest) <= millisIn(longest) ? undefined : `${shown(value)} ends before it begins`
}

export const flag: Rule = (value) =>
  typeof value === "boolean" ? undefined : `${shown(value)} is neither true nor false`

export const text: Rule = (value) => (typeof value === "string" ? undefined : `${shown(value)} is no string`)

/** A place in a file system: nothing at all would be the folder that the process happens to stand in. */
export const place =
  (kind: string): Rule =>
  (value) =>
    typeof value === "string" && value !== "" ? undefined : `${shown(value)} is no ${kind}`

export const aFunction: Rule = (value) => (typeof value === "function" ? undefined : `${shown(value)} is no function`)

export const oneOf =
  (one: string, other: string): Rule =>
  (value) =>
    value === one || value === other ? undefined : `${shown(value)} is neither "${one}" nor "${other}"`

export const texts: Rule = (value) =>
  Array.isArray(value) && value.every((item) => typeof item === "string")
    ? undefined
    : `${shown(value)} is no list of strings`

/** What is wrong with the options that are given. Whatever is left out, or is undefined, has its default. */
export const flawsIn = (given: { readonly [option: string]: unknown }, rules: Rules, within = ""): BadConfiguration[] =>
  Object.entries(rules).flatMap(([name, rule]) => {
    const reason = given[name] === undefined ? undefined : rule(given[name])
    return reason === undefined ? [] : [new BadConfiguration({ option: `${within}${name}`, reason })]
  })

/** What is given and nobody knows: a slip of the pen would otherwise pass for a default. */
export const unknownIn = (
  given: { readonly [option: string]: unknown },
  known: readonly string[],
  kind: string,
  within = "",
): BadConfiguration[] =>
  Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const reason = `there is no such ${kind}: ${known.join(", ") || "there are none"}`
      return new BadConfiguration({ option: `${within}${name}`, reason })
    })

/** What is wrong with options of which there are no others than these. */
export const optionFlaws = (
  given: { readonly [option: string]: unknown },
  rules: Rules,
  within: string,
): BadConfiguration[] => [...unknownIn(given, Object.keys(rules), "option", within), ...flawsIn(given, rules, within)]

/** Fails with what is wrong with options, if anything is. */
export const refuse = ([first]: readonly BadConfiguration[]): Effect.Effect<void, BadConfiguration> =>
  first === undefined ? Effect.void : Effect.fail(first)

/** The boundary where options lose what is undefined: a default is no option that was given as nothing. */
export const definedIn = <Options extends object>(options: Options): Options =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Options
