import { collectionKind, Map as LanguageMap, Set as LanguageSet, List } from "@lockstep/language"

/** What each name becomes; a name that is absent stays. */
export type Renaming = ReadonlyMap<string, string>

const orders = <Item>(items: readonly Item[]): readonly (readonly Item[])[] =>
  items.length === 0 ? [[]] : items.flatMap((item, at) => orders(items.toSpliced(at, 1)).map((rest) => [item, ...rest]))

const renamingsWithin = (names: readonly string[]): readonly Renaming[] =>
  orders(names).map((order) => new Map(names.map((name, at) => [name, order[at] ?? name])))

/** Every way to rename within each of some sets at once, the one that changes nothing among them. */
export const renamings = (sets: readonly (readonly string[])[]): readonly Renaming[] =>
  sets.reduce<readonly Renaming[]>(
    (known, names) => known.flatMap((one) => renamingsWithin(names).map((other) => new Map([...one, ...other]))),
    [new Map()],
  )

/** The same data with other names in it, wherever they stand: as values, as fields of a record, as keys of a map. */
export const rename = (value: unknown, names: Renaming): unknown => {
  if (names.size === 0) return value
  if (typeof value === "string") return names.get(value) ?? value
  if (typeof value !== "object" || value === null) return value
  if (Array.isArray(value)) return value.map((item) => rename(item, names))
  const kind = collectionKind(value)
  if (kind === undefined) return renameRecord(value, names)
  const items = [...(value as Iterable<unknown>)].map((item) => rename(item, names))
  if (kind === "List") return List.from(items)
  return kind === "Set" ? LanguageSet.from(items) : LanguageMap.from(items as [unknown, unknown][])
}

const renameRecord = (record: object, names: Renaming): object =>
  Object.fromEntries(Object.entries(record).map(([field, value]) => [names.get(field) ?? field, rename(value, names)]))
