import { Buffer, isAscii } from "node:buffer"

const nothing: Uint8Array = new Uint8Array(0)
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

/** Up to here, a string is put together from its characters. */
const shortText = 12
/** The same, for the first string of a message: there may be no other to share a window with. */
const firstText = 40
/** From here on a string is made by a call of the platform of its own. */
const longText = 64
/** How much of a message is made one string at once, for the strings in it to be cut from: one that is kept keeps no more than this alive. */
const windowSize = 1024
/** What may stand behind the last string of a message: numbers, whose bytes are no characters and shall not make the window look as if it had others. */
const tailSize = 16

/** What the platform puts where bytes are no character: then a slower look must say whether the text holds it, or the bytes were wrong. */
const replacement = "\ufffd"

const bufferOf = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const isPlain = (bytes: Uint8Array, start: number, end: number): boolean => {
  let all = 0
  for (let at = start; at < end; at++) all |= bytes[at] ?? 0
  return all < 128
}

/** Sixteen or four at a time: a string of sixteen is made nearly as fast as one of two. */
const fromCharacters = (bytes: Uint8Array, start: number, end: number): string => {
  let text = ""
  let at = start
  for (; at + 16 <= end; at += 16)
    text += String.fromCharCode(
      bytes[at] ?? 0,
      bytes[at + 1] ?? 0,
      bytes[at + 2] ?? 0,
      bytes[at + 3] ?? 0,
      bytes[at + 4] ?? 0,
      bytes[at + 5] ?? 0,
      bytes[at + 6] ?? 0,
      bytes[at + 7] ?? 0,
      bytes[at + 8] ?? 0,
      bytes[at + 9] ?? 0,
      bytes[at + 10] ?? 0,
      bytes[at + 11] ?? 0,
      bytes[at + 12] ?? 0,
      bytes[at + 13] ?? 0,
      bytes[at + 14] ?? 0,
      bytes[at + 15] ?? 0,
    )
  for (; at + 4 <= end; at += 4)
    text += String.fromCharCode(bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0, bytes[at + 3] ?? 0)
  for (; at < end; at++) text += String.fromCharCode(bytes[at] ?? 0)
  return text
}

/** Well-formed UTF-8, or nothing. */
const fromPlatform = (bytes: Buffer, start: number, end: number): string | null => {
  const text = bytes.toString("utf8", start, end)
  if (!text.includes(replacement)) return text
  try {
    return decoder.decode(bytes.subarray(start, end))
  } catch {
    return null
  }
}

/** The strings of a message. A class, because it remembers the window, and reading strings is most of what reading takes. */
export class Texts {
  #bytes: Uint8Array = nothing
  #buffer: Buffer | null = null
  #end = 0
  #window = ""
  #windowStart = 0
  #windowEnd = 0
  /** Up to here, nothing of the window need be looked at again. */
  #plainEnd = 0
  #isFirst = true

  /** Turns to the bytes before `end`. */
  begin(bytes: Uint8Array, end: number): void {
    this.#bytes = bytes
    this.#buffer = null
    this.#end = end
    this.#windowEnd = 0
    this.#plainEnd = 0
    this.#isFirst = true
  }

  /** Lets go of the bytes. */
  end(): void {
    this.begin(nothing, 0)
    this.#window = ""
  }

  /** The string that these bytes are in UTF-8; `null` where they are none. */
  read(start: number, end: number): string | null {
    if (end <= this.#plainEnd) return this.#cut(start, end)
    const length = end - start
    if (length >= longText || !isPlain(this.#bytes, start, end))
      return fromPlatform((this.#buffer ??= bufferOf(this.#bytes)), start, end)
    if (length <= shortText) return fromCharacters(this.#bytes, start, end)
    const isFirst = this.#isFirst && length <= firstText
    this.#isFirst = false
    if (isFirst) return fromCharacters(this.#bytes, start, end)
    if (end > this.#windowEnd) this.#open(start)
    return this.#cut(start, end)
  }

  #open(start: number): void {
    const buffer = (this.#buffer ??= bufferOf(this.#bytes))
    this.#windowStart = start
    this.#windowEnd = Math.min(start + windowSize, this.#end)
    const checked = this.#windowEnd === this.#end ? Math.max(start, this.#end - tailSize) : this.#windowEnd
    this.#plainEnd = isAscii(buffer.subarray(start, checked)) ? checked : 0
    this.#window = buffer.toString("latin1", start, this.#windowEnd)
  }

  #cut(start: number, end: number): string {
    return this.#window.slice(start - this.#windowStart, end - this.#windowStart)
  }
}
