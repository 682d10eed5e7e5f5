/** A value of a JSON text, and where it begins: an offset. */
export interface Placed {
  readonly value: unknown
  readonly at: number
  readonly items: readonly Placed[]
  readonly fields: readonly PlacedField[]
}

/** A field of a record, with places. */
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

/** Whether a text has turned out to be no JSON. */
export const isNoJson = (read: object): read is NoJson => "stoppedAt" in read

const blank = /[ \t\r\n]*/y
const word = /[^\s[\]{},:"]+/y
/** What a text may hold up to its closing quote. */
const quoted = /"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[ !#-[\]-\uffff]*)*/y

const match = (pattern: RegExp, text: string, at: number): string => {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? ""
}

const skip = (text: string, at: number): number => at + match(blank, text, at).length

const readText = (text: string, at: number): Read<string> => {
  const end = at + match(quoted, text, at).length
  return text[end] === '"' ? { read: String(JSON.parse(text.slice(at, end + 1))), end: end + 1 } : { stoppedAt: end }
}

const readWord = (text: string, at: number): Read<unknown> => {
  const found = match(word, text, at)
  try {
    return { read: JSON.parse(found), end: at + found.length }
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
  if (text[at] !== '"') return { stoppedAt: at }
  const name = readText(text, at)
  if (isNoJson(name)) return name
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
  const single = text[at] === '"' ? readText(text, at) : readWord(text, at)
  return isNoJson(single) ? single : { read: { value: single.read, at, items: [], fields: [] }, end: single.end }
}

/** Reads JSON with the places of all that it holds. */
export const readJson = (text: string): Placed | NoJson => {
  const whole = readValue(text, skip(text, 0))
  if (isNoJson(whole)) return whole
  const end = skip(text, whole.end)
  return end === text.length ? whole.read : { stoppedAt: end }
}

/** Where a text that the engine has refused stops being JSON: the engine does not always say. */
export const jsonStop = (text: string): number => {
  const read = readJson(text)
  return isNoJson(read) ? read.stoppedAt : text.length
}
