import { itemsOf, shapeOf, showEntry, showValue } from "./values.ts"
import type { Fields } from "../forms.ts"

const replaced = (path: string, before: unknown, after: unknown): string[] => [
  `${path} ${showValue(before)}→${showValue(after)}`.trim(),
]

const sameKeys = (before: object, after: object): boolean =>
  Object.keys(before).sort().join() === Object.keys(after).sort().join()

const fieldPath = (path: string, field: string): string => (path === "" ? field : `${path}.${field}`)

const recordDifference = (path: string, before: Fields, after: Fields): string[] =>
  sameKeys(before, after) && before["type"] === after["type"] && before["kind"] === after["kind"]
    ? Object.keys(after).flatMap((field) => difference(fieldPath(path, field), before[field], after[field]))
    : replaced(path, before, after)

const startsWith = (items: readonly string[], beginning: readonly string[]): boolean =>
  beginning.every((item, index) => items[index] === item)

const sequenceDifference = (path: string, before: readonly unknown[], after: readonly unknown[]): string[] => {
  const [shownBefore, shownAfter] = [before.map(showValue), after.map(showValue)]
  if (before.length === after.length)
    return after.flatMap((item, index) => difference(`${path}[${index}]`, before[index], item))
  if (startsWith(shownAfter, shownBefore)) return [`${path} +${shownAfter.slice(before.length).join(" +")}`]
  if (startsWith(shownBefore, shownAfter)) return [`${path} -${shownBefore.slice(after.length).join(" -")}`]
  const gone = before.length - after.length
  if (gone > 0 && startsWith(shownBefore.slice(gone), shownAfter))
    return [`${path} -${shownBefore.slice(0, gone).join(" -")} in front`]
  return [`${path} [${shownBefore.join(" ")}]→[${shownAfter.join(" ")}]`]
}

const setDifference = (path: string, before: readonly unknown[], after: readonly unknown[]): string[] => {
  const [shownBefore, shownAfter] = [before.map(showValue), after.map(showValue)]
  const added = shownAfter.filter((item) => !shownBefore.includes(item)).map((item) => `+${item}`)
  const removed = shownBefore.filter((item) => !shownAfter.includes(item)).map((item) => `-${item}`)
  return [[path, ...added, ...removed].join(" ")]
}

type Entries = readonly (readonly [unknown, unknown])[]

const mapDifference = (path: string, before: Entries, after: Entries): string[] => {
  const old = new Map(before.map(([key, value]) => [showValue(key), value]))
  const young = new Set(after.map(([key]) => showValue(key)))
  const stayed = after.filter(([key]) => old.has(showValue(key)))
  const added = after.filter(([key]) => !old.has(showValue(key))).map((entry) => `+${showEntry(entry)}`)
  const removed = [...old.keys()].filter((name) => !young.has(name)).map((name) => `-${name}`)
  return [
    ...stayed.flatMap(([key, value]) => {
      const name = showValue(key)
      return difference(`${path}[${name}]`, old.get(name), value)
    }),
    ...(added.length + removed.length > 0 ? [[path, ...added, ...removed].join(" ")] : []),
  ]
}

/** What changed from one value to another, each change with the path to it; nothing where they are equal. */
export const difference = (path: string, before: unknown, after: unknown): string[] => {
  if (showValue(before) === showValue(after)) return []
  const shape = shapeOf(after)
  if (shape !== shapeOf(before)) return replaced(path, before, after)
  switch (shape) {
    case "plain":
      return replaced(path, before, after)
    case "record":
      return recordDifference(path, before as Fields, after as Fields)
    case "Set":
      return setDifference(path, itemsOf(before), itemsOf(after))
    case "Map":
      return mapDifference(path, itemsOf(before) as Entries, itemsOf(after) as Entries)
    default:
      return sequenceDifference(path, itemsOf(before), itemsOf(after))
  }
}
