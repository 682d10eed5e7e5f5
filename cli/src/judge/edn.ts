/** Where a text stops being what it should be: its column, from 0. */
export interface Stopped {
  readonly stoppedAt: number
}

type Read = readonly [value: unknown, end: number] | Stopped

export const hasStopped = <Value>(read: Value | Stopped): read is Stopped =>
  typeof read === "object" && read !== null && "stoppedAt" in read

const token = /[^\s,()[\]{}"]+/y
const quoted = /"[^"\\]*(?:\\.[^"\\]*)*"/y
const blank = /[\s,]*/y

const match = (pattern: RegExp, text: string, at: number): string | undefined => {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

const skip = (text: string, at: number): number => at + (match(blank, text, at) ?? "").length

const atom = (word: string): unknown => {
  if (word === "nil") return null
  if (word === "true" || word === "false") return word === "true"
  if (/^-?\d+(\.\d+)?$/.test(word)) return Number(word)
  return word.startsWith(":") ? word.slice(1) : undefined
}

const readItems = (text: string, from: number, close: string): Read => {
  const items: unknown[] = []
  let at = skip(text, from)
  while (text[at] !== close) {
    const item = readEdn(text, at)
    if (hasStopped(item)) return item
    items.push(item[0])
    at = skip(text, item[1])
  }
  return [items, at + 1]
}

const readMap = (text: string, from: number): Read => {
  const read = readItems(text, from, "}")
  if (hasStopped(read)) return read
  const [items, end] = read
  if (!Array.isArray(items) || items.length % 2 === 1) return { stoppedAt: end - 1 }
  const pairs = Array.from({ length: items.length / 2 }, (_, at) => [String(items[2 * at]), items[2 * at + 1]])
  return [Object.fromEntries(pairs), end]
}

/** JSON has nearly the same texts; only Clojure's may have a tab in them. */
const readText = (quoted: string, at: number): Read => {
  try {
    const text: unknown = JSON.parse(quoted.replace(/\p{Cc}/gu, (sign) => JSON.stringify(sign).slice(1, -1)))
    return [text, at + quoted.length]
  } catch {
    return { stoppedAt: at }
  }
}

/** One value of Clojure's notation, as far as recordings use it: a keyword becomes its name. */
export const readEdn = (text: string, from = 0): Read => {
  const at = skip(text, from)
  if (text[at] === "[" || text[at] === "(") return readItems(text, at + 1, text[at] === "[" ? "]" : ")")
  if (text[at] === "{") return readMap(text, at + 1)
  const string = match(quoted, text, at)
  if (string !== undefined) return readText(string, at)
  const word = match(token, text, at)
  const value = word === undefined ? undefined : atom(word)
  return word === undefined || value === undefined ? { stoppedAt: at } : [value, at + word.length]
}
