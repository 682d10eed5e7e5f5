import { append, type Codec } from "./codec.ts"
import { crc32c } from "./checksum.ts"
import type { DecodeCode, DecodeError, EncodeError } from "./errors.ts"
import { type Limits, storageLimits } from "./limits.ts"
import type { Writer } from "./writer.ts"

/** The first byte of every stored payload. Another number means another format. */
export const storageVersion = 1

const lengthBytes = 4
const versionBytes = 1
const checksumBytes = 4

/** What a storage frame has beside its payload. */
export const frameOverhead: number = lengthBytes + versionBytes + checksumBytes

/** A record of the storage. */
export interface Frame {
  readonly kind: "frame"
  /** Where its payload stands in the bytes: read it with `read(reader, codec, bytes, start, end)`. */
  readonly start: number
  readonly end: number
  /** Where the next frame begins. */
  readonly next: number
}

/** Nothing more was written: the bytes end, or go on with zeros that room was made with. */
export interface FramesEnd {
  readonly kind: "end"
}

/** Appends a value as a storage frame: length, version, payload, checksum. Leaves the writer as it was when the value cannot be written. */
export const appendFrame = <Value>(writer: Writer, codec: Codec<Value>, value: Value): EncodeError | null => {
  const start = writer.length
  writer.fixed32(0)
  writer.byte(storageVersion)
  const error = append(writer, codec, value)
  if (error !== null) {
    writer.rewind(start)
    return error
  }
  writer.patch32(start, writer.length - start - lengthBytes)
  writer.fixed32(crc32c(writer.view(start)))
  return null
}

const fixed32 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)) >>> 0

/** Whether nothing was written here: a frame's version is not 0, so that a length that decayed to 0 does not look like the end. */
const isBlank = (bytes: Uint8Array, start: number): boolean => {
  for (let at = start; at < Math.min(bytes.length, start + frameOverhead); at++) if (bytes[at] !== 0) return false
  return true
}

const wrong = (code: DecodeCode, offset: number, reason: string): DecodeError => ({
  kind: "decode-error",
  code,
  offset,
  reason,
})

/** Finds the frame that begins at a place. What a crash tore is `truncated` or has a `bad-checksum`, and never a frame. */
export const frameAt = (
  bytes: Uint8Array,
  start: number,
  { bytes: limit }: Limits = storageLimits,
): Frame | FramesEnd | DecodeError => {
  const left = bytes.length - start
  if (isBlank(bytes, start)) return { kind: "end" }
  if (left < lengthBytes) return wrong("truncated", start, "the bytes end inside of a frame's length")
  const length = fixed32(bytes, start)
  if (length === 0) return wrong("truncated", start, "a frame has no length")
  if (length - versionBytes > limit) return wrong("too-large", start, `a frame of ${length} bytes is too large`)
  const end = start + lengthBytes + length
  if (end + checksumBytes > bytes.length) return wrong("truncated", start, "the bytes end inside of a frame")
  if (crc32c(bytes, start, end) !== fixed32(bytes, end))
    return wrong("bad-checksum", start, "a frame does not have the checksum it was written with")
  const version = bytes[start + lengthBytes]
  if (version !== storageVersion)
    return wrong("unknown-version", start + lengthBytes, `version ${version} of the storage format is not known`)
  return { kind: "frame", start: start + lengthBytes + versionBytes, end, next: end + checksumBytes }
}
