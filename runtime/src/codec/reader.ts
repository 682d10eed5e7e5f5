import { compare } from "../collections/compare.ts"
import { Map } from "../collections/map.ts"
import { Set } from "../collections/set.ts"
import type { Call, NodeId, Opaque } from "../value.ts"
import { type DecodeCode, Refusal } from "./errors.ts"
import { type Limits, wireLimits } from "./limits.ts"
import { byName, type OpaqueCodec, type OpaqueCodecs } from "./opaque.ts"
import { largestSize } from "./sizes.ts"
import { Texts } from "./text.ts"

/** What a reader is made with. */
export interface ReaderOptions {
  readonly limits?: Limits
  readonly opaque?: OpaqueCodecs
}

const nothing: Uint8Array = new Uint8Array(0)

/**
 * Reads what a `Writer` writes and nothing else: every value has one encoding, and each other way to write it is refused. It throws
 * `Refusal` only, makes room for no more than there are bytes, and takes time that grows with their number.
 */
export class Reader {
  readonly limits: Limits
  readonly #opaque: OpaqueCodecs | null
  #bytes = nothing
  readonly #texts = new Texts()
  #position = 0
  #end = 0
  #depth = 0

  constructor({ limits = wireLimits, opaque = {} }: ReaderOptions = {}) {
    this.limits = limits
    this.#opaque = byName(opaque)
  }

  /** Turns to the bytes from `start` up to `end`. */
  begin(bytes: Uint8Array, start = 0, end: number = bytes.length): void {
    this.#bytes = bytes
    this.#texts.begin(bytes, end)
    this.#position = start
    this.#end = end
    this.#depth = 0
    if (end - start > this.limits.bytes) this.refuse("too-large", `more than ${this.limits.bytes} bytes`)
  }

  /** Demands that everything was read, and lets go of the bytes. */
  end(): void {
    if (this.#position < this.#end) this.refuse("trailing-bytes", "the value ends before its bytes do")
    this.#bytes = nothing
    this.#texts.end()
  }

  refuse(code: DecodeCode, reason: string): never {
    throw new Refusal({ kind: "decode-error", code, offset: this.#position, reason })
  }

  isAtEnd(): boolean {
    return this.#position === this.#end
  }

  byte(): number {
    if (this.#position === this.#end) this.refuse("truncated", "the bytes end inside of a value")
    return this.#bytes[this.#position++] ?? 0
  }

  boolean(): boolean {
    const byte = this.byte()
    if (byte > 1) this.refuse("unknown-variant", `${byte} is neither false nor true`)
    return byte === 1
  }

  integer(): number {
    const first = this.byte()
    if (first < 128) return (first >> 1) ^ -(first & 1)
    const magnitude = this.#groups(64, 2 ** 53) + ((first >> 1) & 63)
    const isNegative = (first & 1) === 1
    if (magnitude > Number.MAX_SAFE_INTEGER - (isNegative ? 1 : 0))
      this.refuse("unsafe-integer", "a number is too large to be exact")
    return isNegative ? -magnitude - 1 : magnitude
  }

  /** The groups of seven bits that are left of a number, the first of them worth `unit`. */
  #groups(unit: number, limit: number): number {
    let value = 0
    for (let worth = unit; worth < limit; worth *= 128) {
      const byte = this.byte()
      value += (byte & 127) * worth
      if (byte >= 128) continue
      if (byte === 0) this.refuse("not-canonical", "a number is written longer than it need be")
      return value
    }
    return this.refuse("unsafe-integer", "a number is written with too many bytes")
  }

  /** A number that counts something. */
  size(): number {
    const first = this.byte()
    if (first < 128) return first
    const size = (first & 127) + this.#groups(128, 2 ** 32)
    if (size > largestSize) this.refuse("unsafe-integer", "a size is too large")
    return size
  }

  /** Which member of a union comes. */
  variant(): number {
    return this.size()
  }

  /** Which of so few members comes that the caller has none for other numbers. */
  variantOf(count: number): number {
    const index = this.size()
    return index < count ? index : this.unknownVariant()
  }

  unknownVariant(): never {
    return this.refuse("unknown-variant", "a union has no member of this number")
  }

  /** How many items come, each of at least `width` bytes: never more than there are bytes for. */
  count(width: number): number {
    const items = this.size()
    if (items > this.limits.items) this.refuse("too-many", `${items} items are more than ${this.limits.items}`)
    if (items * width > this.#end - this.#position) this.refuse("truncated", `there are no bytes for ${items} items`)
    return items
  }

  /** The byte that stands for an item that has none of its own. */
  blank(): void {
    if (this.byte() !== 0) this.refuse("not-canonical", "an item without content is not written as 0")
  }

  text(): string {
    const from = this.#position
    const length = this.#textLength()
    const start = this.#position
    const end = start + length
    const text = this.#texts.read(start, end)
    if (text === null) {
      this.#position = from
      return this.refuse("ill-formed-text", "a string is not well-formed UTF-8")
    }
    this.#position = end
    return text
  }

  #textLength(): number {
    const length = this.size()
    if (length > this.limits.text) this.refuse("too-large", `a string is longer than ${this.limits.text} bytes`)
    if (length > this.#end - this.#position) this.refuse("truncated", "the bytes end inside of a string")
    return length
  }

  /** A string that is none of the literals beside it in a union: those have numbers of their own. */
  otherThan<Value extends string | number | boolean>(
    value: Value,
    literals: readonly (string | number | boolean)[],
  ): Value {
    if (literals.includes(value)) this.refuse("not-canonical", "a literal is written as if it were none")
    return value
  }

  /** The three strings that only a type tells from another: this is where they gain it. */
  node<Role extends string>(): NodeId<Role> {
    return this.text() as NodeId<Role>
  }

  call<Reply>(): Call<Reply> {
    return this.text() as Call<Reply>
  }

  opaque<Name extends string>(name: Name): Opaque<Name> {
    const codec = this.#opaque === null ? undefined : this.#opaque[name]
    return (codec === undefined ? this.text() : this.#payload(codec, name)) as Opaque<Name>
  }

  #payload(codec: OpaqueCodec, name: string): string {
    const length = this.#textLength()
    const bytes = this.#bytes.slice(this.#position, this.#position + length)
    this.#position += length
    try {
      return codec.fromBytes(bytes)
    } catch (problem) {
      return this.refuse("refused-payload", `the codec of ${name} says: ${String(problem)}`)
    }
  }

  /** A set of members that come in the canonical order, none twice. */
  set<Item>(items: readonly Item[]): Set<Item> {
    for (let at = 1; at < items.length; at++) this.#demandOrder(items[at - 1], items[at])
    return Set.from(items)
  }

  /** A map of entries whose keys come in the canonical order, none twice. */
  map<Key, Value>(entries: readonly (readonly [Key, Value])[]): Map<Key, Value> {
    for (let at = 1; at < entries.length; at++) this.#demandOrder(entries[at - 1]?.[0], entries[at]?.[0])
    return Map.from(entries)
  }

  #demandOrder(before: unknown, after: unknown): void {
    if (compare(before, after) >= 0) this.refuse("out-of-order", "the members of a set or map are out of order")
  }

  /** A field that may be missing at the end of a message: then it is `null`, and it is never written as `null`. */
  last<Value>(value: Value): Value {
    if (value === null && this.isAtEnd()) this.refuse("not-canonical", "a message ends with a field that is null")
    return value
  }

  /** One level deeper in a recursive value. */
  enter(): void {
    if (++this.#depth > this.limits.depth) this.refuse("too-deep", `a value nests deeper than ${this.limits.depth}`)
  }

  leave(): void {
    this.#depth--
  }
}
