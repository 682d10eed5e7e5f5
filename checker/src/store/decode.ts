import { List, Map as MapOf, Set as SetOf } from "@lockstep/language"

interface Cursor {
  readonly text: string
  at: number
}

const takeNumber = (cursor: Cursor, end: string): number => {
  const stop = cursor.text.indexOf(end, cursor.at)
  const number = Number(cursor.text.slice(cursor.at, stop))
  cursor.at = stop + 1
  return number
}

const takeText = (cursor: Cursor): string => {
  const length = takeNumber(cursor, ":")
  cursor.at += length
  return cursor.text.slice(cursor.at - length, cursor.at)
}

const takeItems = (cursor: Cursor): unknown[] => {
  cursor.at++
  const items: unknown[] = []
  while (cursor.text[cursor.at] !== "]") items.push(take(cursor))
  cursor.at++
  return items
}

const takeRecord = (cursor: Cursor): object => {
  const fields: [string, unknown][] = []
  while (cursor.text[cursor.at] !== "}") fields.push([takeText(cursor), take(cursor)])
  cursor.at++
  return Object.fromEntries(fields)
}

const take = (cursor: Cursor): unknown => {
  switch (cursor.text[cursor.at++]) {
    case "n":
      return null
    case "t":
      return true
    case "f":
      return false
    case "i":
      return takeNumber(cursor, ";")
    case "s":
      return takeText(cursor)
    case "A":
      return takeItems(cursor)
    case "L":
      return List.from(takeItems(cursor))
    case "S":
      return SetOf.from(takeItems(cursor))
    case "M":
      return MapOf.from(takeItems(cursor) as [unknown, unknown][])
    default:
      return takeRecord(cursor)
  }
}

/** The value that a canonical text stands for: the way back from `encode`. */
export const decode = (text: string): unknown => take({ text, at: 0 })
