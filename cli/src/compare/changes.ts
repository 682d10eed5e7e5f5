import { amount } from "../report/amounts.ts"
import { outcomeText } from "../report/properties.ts"
import type { Brief } from "./brief.ts"

/** What became of one instance between two runs. */
export interface InstanceChange {
  readonly file: string
  readonly instance: string
  /** Each in a few words; none where the answer is the same. */
  readonly changes: readonly string[]
}

const number = (name: "states" | "transitions", before: Brief, now: Brief): string[] => {
  if (before[name] === now[name]) return []
  const difference = now[name] - before[name]
  const signed = `${difference > 0 ? "+" : "-"}${amount(Math.abs(difference))}`
  return [`${name} ${amount(before[name])}→${amount(now[name])} (${signed})`]
}

const nameOf = ({ name, kind }: Brief["properties"][number]): string => `${kind} ${name}`

const propertyChanges = (before: Brief, now: Brief): string[] => {
  const old = new Map(before.properties.map((one) => [nameOf(one), one]))
  const present = new Set(now.properties.map(nameOf))
  const gone = before.properties
    .filter((one) => !present.has(nameOf(one)))
    .map(({ name }) => `${name} is stated no more`)
  const changed = now.properties.flatMap((one) => {
    const known = old.get(nameOf(one))
    if (known === undefined) return [`${one.name} is new: ${outcomeText(one)}`]
    const [then, today] = [outcomeText(known), outcomeText(one)]
    return then === today ? [] : [`${one.name}: ${then} → ${today}`]
  })
  return [...changed, ...gone]
}

const changesOf = (before: Brief | undefined, now: Brief | undefined, gone: string): string[] => {
  if (now === undefined) return [gone]
  if (before === undefined) return [`is new: ${now.verdict}, ${amount(now.states)} states`]
  return [
    ...(before.verdict === now.verdict ? [] : [`${before.verdict} → ${now.verdict}`]),
    ...number("states", before, now),
    ...number("transitions", before, now),
    ...propertyChanges(before, now),
  ]
}

const keyOf = ({ file, instance }: Brief): string => `${file}\0${instance}`

/** What is said of an instance that has no answer any more. */
type Gone = (brief: Brief) => string

/** What changed from one run to another, instance by instance. */
export const changesBetween = (
  before: readonly Brief[],
  now: readonly Brief[],
  gone: Gone = () => "is not there any more",
): readonly InstanceChange[] => {
  const [old, young] = [before, now].map((all) => new Map(all.map((one) => [keyOf(one), one])))
  const all = new Map([...now, ...before].map((one) => [keyOf(one), one]))
  return [...all].map(([key, brief]) => ({
    file: brief.file,
    instance: brief.instance,
    changes: changesOf(old?.get(key), young?.get(key), gone(brief)),
  }))
}

/** The changes for people; one line where there are none. */
export const changesText = (all: readonly InstanceChange[]): string => {
  const changed = all.filter(({ changes }) => changes.length > 0)
  if (changed.length === 0) return "  nothing changed in what was found\n"
  return changed
    .flatMap(({ file, instance, changes }) => [`  ${file} · ${instance}`, ...changes.map((change) => `    ${change}`)])
    .map((line) => `${line}\n`)
    .join("")
}
