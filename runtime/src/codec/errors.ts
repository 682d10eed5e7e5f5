/** Why bytes are no value. */
export type DecodeCode =
  | "ill-formed-text"
  | "not-canonical"
  | "out-of-order"
  | "refused-payload"
  | "too-deep"
  | "too-large"
  | "too-many"
  | "trailing-bytes"
  | "truncated"
  | "unknown-variant"
  | "unknown-version"
  | "unsafe-integer"

/** Bytes that are no value: nothing of them was taken over. */
export interface DecodeError {
  readonly kind: "decode-error"
  readonly code: DecodeCode
  /** Where in the bytes that were given the reader stood. */
  readonly offset: number
  readonly reason: string
}

/** Why a value has no bytes. */
export type EncodeCode =
  | "ill-formed-text"
  | "not-a-safe-integer"
  | "too-deep"
  | "too-large"
  | "too-many"
  | "unknown-to-peer"
  | "unlike-its-type"

/** A value that cannot be written: its peer would not read it. */
export interface EncodeError {
  readonly kind: "encode-error"
  readonly code: EncodeCode
  readonly reason: string
}

/** What decoding gives. */
export type Decoded<Value> = { readonly kind: "decoded"; readonly value: Value } | DecodeError

/** What encoding gives. */
export type Encoded = { readonly kind: "encoded"; readonly bytes: Uint8Array } | EncodeError

/**
 * What a reader or writer throws, for the one entry to catch. Not an `Error`: hostile bytes are no surprise, and who sends them shall not
 * have us record a stack for each.
 */
export class Refusal {
  readonly error: DecodeError | EncodeError

  constructor(error: DecodeError | EncodeError) {
    this.error = error
  }
}
