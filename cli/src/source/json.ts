/** A value of a JSON text, and where it begins: an offset. */
export interface Placed {
  readonly value: unknown
  readonly at: number
  readonly items: readonly Placed[]
  readonly fields: readonly PlacedField[]
}

export interface PlacedField {
  readonly name: string
  /** Where its name begins. */
  readonly at: number
  readonly placed: Placed
}

/** Where a text stops being JSON: an offset. */
export interface NoJson {
  readonly stoppedAt: number
}

type Read<Value> = { readonly read: Value; readonly end: number } | NoJson

export const isNoJson = (read: object): read is NoJson => "stoppedAt" in read

const blank = /[ \t\r\n]*/y
const atom = /"(?:[^"\\\p{Cc}]|\\.)*"|[^\s[\]{},:"]+/uy

const match = (pattern: RegExp, text: string, at: number): string => {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? ""
}

const skip = (text: string, at: number): number => at + match(blank, text, at).length

const readAtom = (text: string, at: number): Read<unknown> => {
  const word = match(atom, text, at)
  try {
    return { read: JSON.parse(word), end: at + word.length }
  } catch {
    return { stoppedAt: at }
  }
}

/** What stands between two brackets, with commas between. */
const readAll = <Item>(
  text: string,
  from: number,
  close: string,
  readOne: (text: string, at: number) => Read<Item>,
): Read<readonly Item[]> => {
  const all: Item[] = []
  let at = skip(text, from)
  if (text[at] === close) return { read: all, end: at + 1 }
  for (;;) {
    const one = readOne(text, at)
    if (isNoJson(one)) return one
    all.push(one.read)
    at = skip(text, one.end)
    if (text[at] === close) return { read: all, end: at + 1 }
    if (text[at] !== ",") return { stoppedAt: at }
    at = skip(text, at + 1)
  }
}

/** Nobody writes deeper values by hand, and whoever reads them runs out of stack. */
const deepest = 100

const readField = (text: string, at: number, depth: number): Read<PlacedField> => {
  const name = readAtom(text, at)
  if (isNoJson(name)) return name
  if (typeof name.read !== "string") return { stoppedAt: at }
  const colon = skip(text, name.end)
  if (text[colon] !== ":") return { stoppedAt: colon }
  const value = readValue(text, skip(text, colon + 1), depth)
  return isNoJson(value) ? value : { read: { name: name.read, at, placed: value.read }, end: value.end }
}

const readValue = (text: string, at: number, depth = 0): Read<Placed> => {
  if (depth > deepest) return { stoppedAt: at }
  if (text[at] === "[") {
    const list = readAll(text, at + 1, "]", (text, at) => readValue(text, at, depth + 1))
    if (isNoJson(list)) return list
    const items = list.read
    return { read: { value: items.map(({ value }) => value), at, items, fields: [] }, end: list.end }
  }
  if (text[at] === "{") {
    const record = readAll(text, at + 1, "}", (text, at) => readField(text, at, depth + 1))
    if (isNoJson(record)) return record
    const fields = record.read
    const value = Object.fromEntries(fields.map(({ name, placed }) => [name, placed.value]))
    return { read: { value, at, items: [], fields }, end: record.end }
  }
  const single = readAtom(text, at)
  return isNoJson(single) ? single : { read: { value: single.read, at, items: [], fields: [] }, end: single.end }
}

/** Reads JSON with the places of all that it holds. */
export const readJson = (text: string): Placed | NoJson => {
  const whole = readValue(text, skip(text, 0))
  if (isNoJson(whole)) return whole
  const end = skip(text, whole.end)
  return end === text.length ? whole.read : { stoppedAt: end }
}

/** The line and the column of an offset, both from 1. */
export const lineAndColumn = (text: string, at: number): { readonly line: number; readonly column: number } => {
  const before = text.slice(0, at).split("\n")
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
