import type { Field } from "./1-read/shape.ts"
import type { Kind, Spec } from "./1-read/spec.ts"
import { payloadOf } from "./3-write/messages.ts"
import { isNullable } from "./3-write/shapes.ts"
import { type DurableUnit, type MessagesUnit, unitsOf } from "./3-write/units.ts"
import { type Difference, differencesIn, type Versions } from "./diff/shapes.ts"

/** Something that differs between two versions of a spec. */
export interface Change {
  readonly effect: "compatible" | "wire-breaking" | "storage-breaking"
  /** `message Append.entries[]`, `stored servers.log`. */
  readonly where: string
  readonly reason: string
}

/** What a new version of a spec means to peers that run the old one, and to what those have stored. */
export interface Comparison {
  /** "breaking" where both wire and storage break. */
  readonly verdict: "unchanged" | "compatible" | "wire-breaking" | "storage-breaking" | "breaking"
  readonly changes: readonly Change[]
}

type Effect = Change["effect"]

const change = (effect: Effect, where: string, reason: string): Change => ({ effect, where, reason })

/** Fields that are read one after the other up to the end of the bytes: there, and only there, more of them may come. */
const openFields = (
  versions: Versions,
  before: readonly Field[],
  after: readonly Field[],
  where: string,
  breaking: Effect,
  effectOf: (difference: Difference) => Effect,
): readonly Change[] => {
  const isSame = before.every(({ name }, at) => after[at]?.name === name)
  if (!isSame) {
    const names = (fields: readonly Field[]) => fields.map(({ name }) => name).join(", ") || "none"
    return [change(breaking, where, `its fields were ${names(before)} and are ${names(after)}`)]
  }
  const common = before.flatMap(({ name, shape }, at) => {
    const now = after[at]
    return now === undefined ? [] : differencesIn(versions, shape, now.shape, `${where}.${name}`)
  })
  return [
    ...common.map((difference) => change(effectOf(difference), difference.path, difference.reason)),
    ...after.slice(before.length).map((field) => addedField(field, where, breaking)),
  ]
}

const addedField = ({ name, shape }: Field, where: string, breaking: Effect): Change =>
  isNullable(shape)
    ? change("compatible", `${where}.${name}`, "a field was added to the end: where it is missing it is null")
    : change(breaking, `${where}.${name}`, "a field was added that cannot be null, and old bytes do not have it")

const messageChanges = (versions: Versions, before: Kind, after: Kind): readonly Change[] =>
  openFields(
    versions,
    payloadOf(before),
    payloadOf(after),
    `message ${before.type}`,
    "wire-breaking",
    /** Also what only grows: the old version would refuse it, and is not told. */
    () => "wire-breaking",
  )

const unionChanges = (before: MessagesUnit, after: MessagesUnit, where: string): readonly Change[] => {
  const old = before.messages.map(({ type }) => type)
  const now = after.messages.map(({ type }) => type)
  const removed = old.filter((type) => !now.includes(type))
  if (removed.length > 0)
    return removed.map((type) =>
      change("wire-breaking", `message ${type}`, `it was removed or renamed: ${where} may still be sent it`),
    )
  if (old.some((type, at) => now[at] !== type))
    return [
      change(
        "wire-breaking",
        where,
        `messages are told apart by their place: they were ${old.join(", ")} and are ${now.join(", ")}`,
      ),
    ]
  return now
    .slice(old.length)
    .map((type) =>
      change("compatible", `message ${type}`, "it was added to the end: peers that do not know it are not sent it"),
    )
}

const wireChanges = (versions: Versions, before: MessagesUnit, after: MessagesUnit | undefined): readonly Change[] => {
  const where = before.from === null ? before.to : `${before.to}, from ${before.from}`
  if (after === undefined)
    return [change("wire-breaking", where, "nothing is heard there any more, and the old version still sends")]
  return [
    ...unionChanges(before, after, where),
    ...before.messages.flatMap((message) => {
      const now = after.messages.find(({ type }) => type === message.type)
      return now === undefined ? [] : messageChanges(versions, message, now)
    }),
  ]
}

const storageChanges = (versions: Versions, before: DurableUnit, after: DurableUnit | undefined): readonly Change[] =>
  openFields(
    versions,
    before.fields,
    after?.fields ?? [],
    `stored ${before.role}`,
    "storage-breaking",
    /** Only the new version reads what the old one wrote. */
    ({ grows }) => (grows ? "compatible" : "storage-breaking"),
  )

const messagesIn = (spec: Spec): readonly MessagesUnit[] =>
  unitsOf(spec).flatMap((unit) => (unit.kind === "messages" ? [unit] : []))

const durableIn = (spec: Spec): readonly DurableUnit[] =>
  unitsOf(spec).flatMap((unit) => (unit.kind === "durable" ? [unit] : []))

const isSameLink = (one: MessagesUnit, other: MessagesUnit): boolean => one.to === other.to && one.from === other.from

const newLinks = (before: readonly MessagesUnit[], after: readonly MessagesUnit[]): readonly Change[] =>
  after
    .filter((unit) => !before.some((old) => isSameLink(old, unit)))
    .map(({ to, from }) =>
      change(
        "compatible",
        `${to}, from ${from ?? to}`,
        "something is heard that was not: the old version says none of it",
      ),
    )

const newDurable = (before: readonly DurableUnit[], after: readonly DurableUnit[]): readonly Change[] =>
  after
    .filter(({ role }) => !before.some((old) => old.role === role))
    .map(({ role }) => change("compatible", `stored ${role}`, "something is kept where nothing was"))

const verdictOf = (changes: readonly Change[]): Comparison["verdict"] => {
  const wire = changes.some(({ effect }) => effect === "wire-breaking")
  const storage = changes.some(({ effect }) => effect === "storage-breaking")
  if (wire && storage) return "breaking"
  if (wire) return "wire-breaking"
  if (storage) return "storage-breaking"
  return changes.length === 0 ? "unchanged" : "compatible"
}

/**
 * Says whether nodes that run a new version of a spec can talk to nodes that run the old one, and read what those have stored. The rules
 * stand in `docs/wire-format.md`.
 */
export const compareSpecs = (before: Spec, after: Spec): Comparison => {
  const versions = { before: before.types, after: after.types }
  const [oldMessages, newMessages] = [messagesIn(before), messagesIn(after)]
  const [oldDurable, newDurableUnits] = [durableIn(before), durableIn(after)]
  const changes = [
    ...oldMessages.flatMap((unit) =>
      wireChanges(
        versions,
        unit,
        newMessages.find((other) => isSameLink(unit, other)),
      ),
    ),
    ...newLinks(oldMessages, newMessages),
    ...oldDurable.flatMap((unit) =>
      storageChanges(
        versions,
        unit,
        newDurableUnits.find(({ role }) => role === unit.role),
      ),
    ),
    ...newDurable(oldDurable, newDurableUnits),
  ]
  return { verdict: verdictOf(changes), changes }
}
