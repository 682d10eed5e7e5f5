import { type Decoded, type DecodeError, type EncodeError, Refusal } from "./errors.ts"
import type { Reader } from "./reader.ts"
import type { Reach, Writer } from "./writer.ts"

/** How the values of one type are written and read: generated code exports one for each message union, field, argument and answer. */
export interface Codec<Value> {
  readonly encode: (writer: Writer, value: Value) => void
  readonly decode: (reader: Reader) => Value
}

/** The codec of the messages that one role says to another. */
export interface MessageCodec<Message> extends Codec<Message> {
  /** How many fields of each message this side knows: peers tell each other when they meet. */
  readonly reach: Reach
}

/** The boundary where a refusal becomes a value; anything else that is thrown is a fault of ours and goes on. */
export const encodeErrorOf = (thrown: unknown): EncodeError => {
  if (thrown instanceof Refusal && thrown.error.kind === "encode-error") return thrown.error
  throw thrown
}

/** The same for what a reader refuses. */
export const decodeErrorOf = (thrown: unknown): DecodeError => {
  if (thrown instanceof Refusal && thrown.error.kind === "decode-error") return thrown.error
  throw thrown
}

/** Appends a value, or leaves the writer as it was and says why not. */
export const append = <Value>(
  writer: Writer,
  codec: Codec<Value>,
  value: Value,
  reach: Reach | null = null,
): EncodeError | null => {
  const start = writer.length
  try {
    writer.begin(reach)
    codec.encode(writer, value)
    writer.end()
    return null
  } catch (thrown) {
    writer.rewind(start)
    return encodeErrorOf(thrown)
  }
}

/** Reads the value that the bytes from `start` up to `end` are. Total: whatever the bytes are, it returns. */
export const read = <Value>(
  reader: Reader,
  codec: Codec<Value>,
  bytes: Uint8Array,
  start = 0,
  end: number = bytes.length,
): Decoded<Value> => {
  try {
    reader.begin(bytes, start, end)
    const value = codec.decode(reader)
    reader.end()
    return { kind: "decoded", value }
  } catch (thrown) {
    return decodeErrorOf(thrown)
  }
}
