import { Buffer } from "node:buffer"

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

/** A longer string is left to the platform: below it, the call takes longer than the characters. */
const shortText = 24

/** What the platform puts where bytes are no character: then a slower look must say whether the text holds it, or the bytes were wrong. */
const replacement = "\ufffd"

/** The same bytes in the class that has the fastest way to strings. */
export const bufferOf = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** The string that these bytes are in UTF-8; `null` where they are none. */
export const longText = (bytes: Buffer, start: number, end: number): string | null => {
  const text = bytes.toString("utf8", start, end)
  if (!text.includes(replacement)) return text
  try {
    return decoder.decode(bytes.subarray(start, end))
  } catch {
    return null
  }
}

/** The string of a few plain characters; `null` where there are many, or others. Names and small payloads are short. */
export const plainText = (bytes: Uint8Array, start: number, end: number): string | null => {
  if (end - start > shortText) return null
  let text = ""
  let at = start
  for (; at + 8 <= end; at += 8) {
    const eight = eightCharacters(bytes, at)
    if (eight === null) return null
    text += eight
  }
  for (; at < end; at++) {
    const unit = bytes[at] ?? 0
    if (unit > 127) return null
    text += String.fromCharCode(unit)
  }
  return text
}

/** Eight at a time: a string of eight is made as fast as one of two. */
const eightCharacters = (bytes: Uint8Array, at: number): string | null => {
  const a = bytes[at] ?? 0
  const b = bytes[at + 1] ?? 0
  const c = bytes[at + 2] ?? 0
  const d = bytes[at + 3] ?? 0
  const e = bytes[at + 4] ?? 0
  const f = bytes[at + 5] ?? 0
  const g = bytes[at + 6] ?? 0
  const h = bytes[at + 7] ?? 0
  return (a | b | c | d | e | f | g | h) > 127 ? null : String.fromCharCode(a, b, c, d, e, f, g, h)
}
