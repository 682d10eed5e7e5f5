import { append, type Codec, encodeErrorOf, read } from "./codec.ts"
import type { Decoded, Encoded, EncodeError } from "./errors.ts"
import { type Limits, wireLimits } from "./limits.ts"
import type { OpaqueCodecs } from "./opaque.ts"
import { Reader } from "./reader.ts"
import { type Reach, Writer } from "./writer.ts"

/** The first byte of every message. Another number means another format. */
export const wireVersion = 1

/** What a wire needs to know beside the codec. */
export interface WireOptions {
  readonly limits?: Limits
  readonly opaque?: OpaqueCodecs
}

/** Turns messages into bytes and back. It keeps its writer and reader: make one, and use it again and again. */
export interface Wire<Message> {
  /** The bytes of a message; with the reach of a peer, only if that peer can read them. */
  readonly encode: (message: Message, reach?: Reach) => Encoded
  /** Puts a message behind what a writer holds, or leaves it as it was. */
  readonly append: (writer: Writer, message: Message, reach?: Reach) => EncodeError | null
  /** The message that the bytes from `start` up to `end` are. Total: whatever the bytes are, it returns. */
  readonly decode: (bytes: Uint8Array, start?: number, end?: number) => Decoded<Message>
}

const versioned = <Message>(codec: Codec<Message>): Codec<Message> => ({
  encode(writer, message) {
    writer.byte(wireVersion)
    codec.encode(writer, message)
  },
  decode(reader) {
    const version = reader.byte()
    if (version !== wireVersion) reader.refuse("unknown-version", `version ${version} of the wire format is not known`)
    return codec.decode(reader)
  },
})

/** The wire of one kind of messages. */
export const wire = <Message>(
  codec: Codec<Message>,
  { limits = wireLimits, opaque = {} }: WireOptions = {},
): Wire<Message> => {
  const whole = versioned(codec)
  const writer = new Writer({ limits, opaque })
  const reader = new Reader({ limits, opaque })
  return {
    encode(message, reach) {
      try {
        writer.clear()
        writer.begin(reach)
        whole.encode(writer, message)
        writer.end()
        return { kind: "encoded", bytes: writer.copy() }
      } catch (thrown) {
        return encodeErrorOf(thrown)
      }
    },
    append: (writer, message, reach) => append(writer, whole, message, reach),
    decode: (bytes, start, end) => read(reader, whole, bytes, start, end),
  }
}
