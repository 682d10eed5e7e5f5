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

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Writes a number that may take more than 32 bits, up to the safe ones. */
const setLong = (view: DataView, at: number, value: number): void => {
  view.setUint32(at, Math.floor(value / 2 ** 32), true)
  view.setUint32(at + 4, value >>> 0, true)
}

const getLong = (view: DataView, at: number): number =>
  view.getUint32(at, true) * 2 ** 32 + view.getUint32(at + 4, true)

/** Writes a frame at the start of `target` and tells its length. The mark is the file's own, so that no payload can pass for a frame. */
export const writeFrame = (target: Uint8Array, mark: number, sequence: number, payload: Uint8Array): number => {
  const length = frameOverhead + payload.length
  const view = viewOf(target)
  view.setUint32(markAt, mark, true)
  view.setUint32(lengthAt, payload.length, true)
  setLong(view, sequenceAt, sequence)
  target.set(payload, frameOverhead)
  view.setUint32(0, crc32c(target, markAt, length), true)
  return length
}

/** The frame that stands at a place; `undefined` when there is none, or when it is not as it was written. */
export const frameAt = (bytes: Uint8Array, at: number, mark: number): Frame | undefined => {
  if (at + frameOverhead > bytes.length) return undefined
  const view = viewOf(bytes)
  if (view.getUint32(at + markAt, true) !== mark) return undefined
  const next = at + frameOverhead + view.getUint32(at + lengthAt, true)
  if (next > bytes.length || crc32c(bytes, at + markAt, next) !== view.getUint32(at, true)) return undefined
  return { sequence: getLong(view, at + sequenceAt), payload: bytes.subarray(at + frameOverhead, next), next }
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
  viewOf(pattern).setUint32(0, mark, true)
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let found = buffer.indexOf(pattern, from + markAt)
  while (found !== -1) {
    if (frameAt(bytes, found - markAt, mark) !== undefined) return found - markAt
    found = buffer.indexOf(pattern, found + 1)
  }
  return undefined
}
