import { type EncodeCode, Refusal } from "./errors.ts"
import { type Limits, wireLimits } from "./limits.ts"
import { byName, type OpaqueCodecs } from "./opaque.ts"
import { sizeWidth } from "./sizes.ts"

/** How many fields of each message of a union a peer knows. */
export type Reach = readonly number[]

/** What a writer is made with. */
export interface WriterOptions {
  readonly limits?: Limits
  readonly opaque?: OpaqueCodecs
}

/** The engine has room of its own for so few bytes: a writer costs next to nothing until it is used. */
const firstCapacity = 64
/** A longer string is left to the encoder of the platform; its length takes one byte up to here. */
const shortText = 20
/** Likewise for a copy. */
const smallCopy = 64
/** Copies up to a size share a piece of memory, since allocating takes longer than copying; one that is kept keeps the piece alive. */
const poolSize = 8192
const largestPooled = 2048
const encoder = new TextEncoder()
const nothing = new Uint8Array(0)

/** A class, because every method works on the same growing bytes and this is the innermost loop of a node. */
export class Writer {
  readonly limits: Limits
  readonly #opaque: OpaqueCodecs | null
  #bytes = new Uint8Array(firstCapacity)
  #length = 0
  #pool = nothing
  #pooled = 0
  #origin = 0
  #depth = 0
  #reach: Reach | null = null

  constructor({ limits = wireLimits, opaque = {} }: WriterOptions = {}) {
    this.limits = limits
    this.#opaque = byName(opaque)
  }

  /** How many bytes it holds. */
  get length(): number {
    return this.#length
  }

  /** Forgets everything, but not the room it has made. */
  clear(): void {
    this.#length = 0
  }

  /** Drops what was written after the first `length` bytes. */
  rewind(length: number): void {
    this.#length = length
  }

  /** Starts a value, whose size counts from here; with a reach, one that a peer of that reach must understand. */
  begin(reach: Reach | null = null): void {
    this.#origin = this.#length
    this.#depth = 0
    this.#reach = reach
  }

  /** What was written, as it stands: the next write may change it. */
  view(from = 0): Uint8Array {
    return this.#bytes.subarray(from, this.#length)
  }

  /** What was written, to keep. */
  copy(from = 0): Uint8Array {
    const size = this.#length - from
    if (size <= smallCopy || size > largestPooled) return this.#bytes.slice(from, this.#length)
    if (this.#pooled + size > this.#pool.length) {
      this.#pool = new Uint8Array(poolSize)
      this.#pooled = 0
    }
    this.#pool.set(this.view(from), this.#pooled)
    this.#pooled += size
    return this.#pool.subarray(this.#pooled - size, this.#pooled)
  }

  refuse(code: EncodeCode, reason: string): never {
    throw new Refusal({ kind: "encode-error", code, reason })
  }

  byte(value: number): void {
    if (this.#length === this.#bytes.length) this.#reserve(1)
    this.#bytes[this.#length++] = value
  }

  boolean(value: boolean): void {
    this.byte(value ? 1 : 0)
  }

  /** Small numbers of either sign are short: the sign is the lowest bit. */
  integer(value: number): void {
    if (value >= -64 && value < 64 && value === (value | 0)) this.byte((value << 1) ^ (value >> 31))
    else this.#longInteger(value)
  }

  #longInteger(value: number): void {
    if (!Number.isSafeInteger(value)) this.refuse("not-a-safe-integer", `${value} is not a safe integer`)
    const magnitude = value < 0 ? -value - 1 : value
    this.byte(((magnitude % 64) << 1) | (value < 0 ? 1 : 0) | 128)
    this.#groups(Math.floor(magnitude / 64))
  }

  /** A number that counts something. */
  size(value: number): void {
    if (value < 128) this.byte(value)
    else this.#groups(value)
  }

  /** Seven bits a byte, the lowest first; the highest bit says that more follow. */
  #groups(value: number): void {
    let rest = value
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.byte((rest % 128) | 128)
    this.byte(rest)
  }

  /** Which member of a union comes. */
  variant(index: number): void {
    this.size(index)
  }

  /** Which message of a union comes, with how many fields: no more than the peer knows. */
  message(index: number, fields: number): void {
    const reach = this.#reach
    if (reach !== null && fields > (reach[index] ?? -1))
      this.refuse("unknown-to-peer", `the peer does not know message ${index} with ${fields} fields`)
    this.size(index)
  }

  /** How many items come. */
  count(items: number): void {
    if (items > this.limits.items) this.refuse("too-many", `${items} items are more than ${this.limits.items}`)
    this.size(items)
  }

  /** Short strings of plain characters are most: no call into the platform for them. */
  text(value: string): void {
    const { length } = value
    if (length > shortText) return this.#longText(value)
    if (this.#length + length >= this.#bytes.length) this.#reserve(length + 1)
    const bytes = this.#bytes
    const start = this.#length
    bytes[start] = length
    for (let index = 0; index < length; index++) {
      const unit = value.charCodeAt(index)
      if (unit > 127) return this.#longText(value)
      bytes[start + 1 + index] = unit
    }
    this.#length = start + 1 + length
  }

  #longText(value: string): void {
    const guess = sizeWidth(value.length)
    if (value.length > this.limits.text) this.#textTooLarge(value.length)
    this.#reserve(5 + value.length * 3)
    const start = this.#length
    const { written } = encoder.encodeInto(value, this.#bytes.subarray(start + guess))
    if (written !== value.length && !value.isWellFormed())
      this.refuse("ill-formed-text", "a string holds half of a character")
    if (written > this.limits.text) this.#textTooLarge(written)
    const width = sizeWidth(written)
    if (width !== guess) this.#bytes.copyWithin(start + width, start + guess, start + guess + written)
    this.size(written)
    this.#length = start + width + written
  }

  #textTooLarge(bytes: number): never {
    return this.refuse("too-large", `a string of ${bytes} bytes is longer than ${this.limits.text}`)
  }

  /** A payload of the application. */
  opaque(name: string, payload: string): void {
    const codec = this.#opaque === null ? undefined : this.#opaque[name]
    if (codec === undefined) return this.text(payload)
    const bytes = codec.toBytes(payload)
    if (bytes.length > this.limits.text) this.#textTooLarge(bytes.length)
    this.size(bytes.length)
    this.raw(bytes)
  }

  /** Bytes as they are. */
  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  /** Four bytes, the lowest first. */
  fixed32(value: number): void {
    this.#reserve(4)
    this.#length += 4
    this.patch32(this.#length - 4, value)
  }

  /** Writes four bytes over what stands at a place. */
  patch32(at: number, value: number): void {
    for (let byte = 0; byte < 4; byte++) this.#bytes[at + byte] = value >>> (8 * byte)
  }

  /** One level deeper in a recursive value. */
  enter(): void {
    if (++this.#depth > this.limits.depth) this.refuse("too-deep", `a value nests deeper than ${this.limits.depth}`)
  }

  leave(): void {
    this.#depth--
  }

  /** A value that its type does not allow. */
  unlike(type: string): never {
    return this.refuse("unlike-its-type", `a value is no ${type}`)
  }

  /** Ends the value that `begin` started. */
  end(): void {
    const size = this.#length - this.#origin
    if (size <= this.limits.bytes) return
    /** What was written as a string and had no length was none. */
    if (Number.isNaN(size)) this.refuse("unlike-its-type", "it is not of its type")
    this.refuse("too-large", `${size} bytes are more than ${this.limits.bytes}`)
  }

  #reserve(more: number): void {
    const needed = this.#length + more
    if (needed <= this.#bytes.length) return
    const roomier = new Uint8Array(Math.max(needed, this.#bytes.length * 2))
    roomier.set(this.view())
    this.#bytes = roomier
  }
}
