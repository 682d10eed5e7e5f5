import { crc32c } from "../codec/index.ts"

/** A batch as it stands in a file: checksum, mark, length, sequence number, payload. */
export interface Frame {
  readonly sequence: number
  readonly payload: Uint8Array
  /** Where the next frame begins. */
  readonly next: number
}

/** What a frame has beside its payload. */
export const frameOverhead = 20

const markAt = 4
const lengthAt = 8
const sequenceAt = 12

/** Four bytes, the lowest first. A view made for this would cost more than all the rest of a short frame. */
export const set32 = (bytes: Uint8Array, at: number, value: number): void => {
  for (let byte = 0; byte < 4; byte++) bytes[at + byte] = value >>> (8 * byte)
}

export const get32 = (bytes: Uint8Array, at: number): number => {
  let value = 0
  for (let byte = 3; byte >= 0; byte--) value = (value << 8) | (bytes[at + byte] ?? 0)
  return value >>> 0
}

/** Writes a number that may take more than 32 bits, up to the safe ones. */
const setLong = (bytes: Uint8Array, at: number, value: number): void => {
  set32(bytes, at, Math.floor(value / 2 ** 32))
  set32(bytes, at + 4, value >>> 0)
}

const getLong = (bytes: Uint8Array, at: number): number => get32(bytes, at) * 2 ** 32 + get32(bytes, at + 4)

/** Writes a frame at the start of `target` and tells its length. The mark is the file's own, so that no payload can pass for a frame. */
export const writeFrame = (target: Uint8Array, mark: number, sequence: number, payload: Uint8Array): number => {
  const length = frameOverhead + payload.length
  set32(target, markAt, mark)
  set32(target, lengthAt, payload.length)
  setLong(target, sequenceAt, sequence)
  target.set(payload, frameOverhead)
  set32(target, 0, crc32c(target, markAt, length))
  return length
}

/** The frame that stands at a place; `undefined` when there is none, or when it is not as it was written. */
export const frameAt = (bytes: Uint8Array, at: number, mark: number): Frame | undefined => {
  if (at + frameOverhead > bytes.length) return undefined
  if (get32(bytes, at + markAt) !== mark) return undefined
  const next = at + frameOverhead + get32(bytes, at + lengthAt)
  if (next > bytes.length || crc32c(bytes, at + markAt, next) !== get32(bytes, at)) return undefined
  return { sequence: getLong(bytes, at + sequenceAt), payload: bytes.subarray(at + frameOverhead, next), next }
}

/** A frame that stands by itself, in a file or in a row. */
export const frameOf = (mark: number, sequence: number, payload: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(frameOverhead + payload.length)
  writeFrame(bytes, mark, sequence, payload)
  return bytes
}

/** What a frame that stands by itself holds; `undefined` when it is not as it was written. */
export const payloadIn = (bytes: Uint8Array, mark: number, sequence: number): Uint8Array | undefined => {
  const frame = frameAt(bytes, 0, mark)
  return frame?.sequence === sequence && frame.next === bytes.length ? frame.payload : undefined
}

/** Where the first whole frame after `from` begins. */
export const findFrame = (bytes: Uint8Array, from: number, mark: number): number | undefined => {
  const pattern = new Uint8Array(4)
  set32(pattern, 0, mark)
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let found = buffer.indexOf(pattern, from + markAt)
  while (found !== -1) {
    if (frameAt(bytes, found - markAt, mark) !== undefined) return found - markAt
    found = buffer.indexOf(pattern, found + 1)
  }
  return undefined
}
