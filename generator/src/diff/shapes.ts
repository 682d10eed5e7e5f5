import type { RecordShape, Shape, UnionShape } from "../1-read/shape.ts"
import { typeNameOf } from "../3-write/members.ts"
import { resolved, type Types } from "../3-write/shapes.ts"
import { literalText } from "../3-write/words.ts"

/** A place where the bytes of two shapes differ. */
export interface Difference {
  /** From the field or message down: `.entries[].term`. */
  readonly path: string
  readonly reason: string
  /** Whether all old bytes still mean what they did, because only something was added. */
  readonly grows: boolean
}

/** Two versions of the types of a spec. */
export interface Versions {
  readonly before: Types
  readonly after: Types
}

/** What is compared already: a recursive type comes to itself again. */
type Seen = ReadonlySet<string>

/** What a shape is called when it is another than before. */
const called = (shape: Shape): string => {
  switch (shape.kind) {
    case "literal":
      return literalText(shape.value)
    case "opaque":
      return `opaque ${shape.name}`
    case "node":
    case "call":
    case "string":
      return "text"
    case "list":
      return "array"
    case "record":
    case "union":
      return shape.name === null ? `a ${shape.kind}` : `the ${shape.kind} ${shape.name}`
    case "reference":
      return shape.name
    default:
      return shape.kind
  }
}

/** Shapes of one family have the same bytes, but for their parts. */
const familyOf = (shape: Shape): string =>
  shape.kind === "record" || shape.kind === "union" ? shape.kind : called(shape)

const broken = (path: string, reason: string): readonly Difference[] => [{ path, reason, grows: false }]

const namesOf = ({ fields }: RecordShape): string => fields.map(({ name }) => name).join(", ")

/** The difference of two lists of shapes, place by place, as far as both go. */
const inPlace = (
  versions: Versions,
  before: readonly Shape[],
  after: readonly Shape[],
  pathOf: (at: number) => string,
  seen: Seen,
): readonly Difference[] =>
  before.flatMap((shape, at) => {
    const now = after[at]
    return now === undefined ? [] : differencesIn(versions, shape, now, pathOf(at), seen)
  })

const recordDifferences = (
  versions: Versions,
  before: RecordShape,
  after: RecordShape,
  path: string,
  seen: Seen,
): readonly Difference[] => {
  if (namesOf(before) !== namesOf(after))
    return broken(path, `its fields were ${namesOf(before) || "none"} and are ${namesOf(after) || "none"}`)
  const shapes = ({ fields }: RecordShape) => fields.map(({ shape }) => shape)
  return inPlace(versions, shapes(before), shapes(after), (at) => `${path}.${before.fields[at]?.name ?? ""}`, seen)
}

/** Old text may be the very value that has a number of its own now. */
const wasPlainBefore = (before: UnionShape, added: Shape): boolean =>
  added.kind === "literal" &&
  before.members.some((member) => typeNameOf({ shape: member, index: 0 }) === typeof added.value)

const addedMember = (before: UnionShape, added: Shape, path: string): Difference => {
  const wasPlain = wasPlainBefore(before, added)
  const reason = wasPlain
    ? `${called(added)} was added, which was an ordinary value before`
    : `${called(added)} was added to the end of a union`
  return { path, reason, grows: !wasPlain }
}

const unionDifferences = (
  versions: Versions,
  before: UnionShape,
  after: UnionShape,
  path: string,
  seen: Seen,
): readonly Difference[] => {
  const missing = before.members.length - after.members.length
  if (missing > 0) return broken(path, `a union lost ${missing === 1 ? "a member" : `${missing} members`}`)
  return [
    ...inPlace(versions, before.members, after.members, () => path, seen),
    ...after.members.slice(before.members.length).map((member) => addedMember(before, member, path)),
  ]
}

/** Where the bytes of two shapes differ. */
export const differencesIn = (
  versions: Versions,
  before: Shape,
  after: Shape,
  path: string,
  seen: Seen = new Set(),
): readonly Difference[] => {
  const pair = `${before.kind === "reference" ? before.name : ""} ${after.kind === "reference" ? after.name : ""}`
  if (pair !== " " && seen.has(pair)) return []
  const inside = pair === " " ? seen : new Set([...seen, pair])
  return samePlace(versions, resolved(versions.before, before), resolved(versions.after, after), path, inside)
}

const samePlace = (versions: Versions, old: Shape, now: Shape, path: string, seen: Seen): readonly Difference[] => {
  if (old.kind === "record" && now.kind === "record") return recordDifferences(versions, old, now, path, seen)
  if (old.kind === "union" && now.kind === "union") return unionDifferences(versions, old, now, path, seen)
  if (familyOf(old) !== familyOf(now)) return broken(path, `it was ${called(old)} and is ${called(now)}`)
  if ("item" in old && "item" in now) return differencesIn(versions, old.item, now.item, `${path}[]`, seen)
  if (old.kind === "map" && now.kind === "map")
    return inPlace(
      versions,
      [old.key, old.value],
      [now.key, now.value],
      (at) => path + (at === 0 ? ".keys" : ".values"),
      seen,
    )
  if (old.kind !== "tuple" || now.kind !== "tuple") return []
  if (old.items.length !== now.items.length)
    return broken(path, `it had ${old.items.length} items and has ${now.items.length}`)
  return inPlace(versions, old.items, now.items, (at) => `${path}[${at}]`, seen)
}
