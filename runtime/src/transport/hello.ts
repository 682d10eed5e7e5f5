import { append, type Codec, read, Reader, Writer } from "../codec/index.ts"
import { type Refusal, refusal } from "./refusal.ts"
import { type Identity, mismatch } from "./transport.ts"

/** What each side says of itself before anything else. */
export interface Hello {
  /** The versions of the transport that it speaks, from the oldest to the newest. */
  readonly oldest: number
  readonly newest: number
  readonly identity: Identity
  /** Whom it believes to talk to. */
  readonly to: string
  /** The largest payload that it takes. */
  readonly takes: number
  /** The largest payload that it sends. */
  readonly sends: number
}

/** The first bytes of a handshake. */
const magic = "lockstep"
/** The versions that this side speaks. */
export const versions = { oldest: 1, newest: 1 } as const
/** No word of a handshake is longer. */
export const helloBytes = 4096

/** Stands for what a side says that does not speak our language at all. */
const foreign = "it does not speak our language"

const helloCodec: Codec<Hello> = {
  encode(writer, { oldest, newest, identity: { protocol, version, specHash, node }, to, takes, sends }) {
    writer.text(magic)
    for (const number of [oldest, newest]) writer.size(number)
    for (const text of [protocol, version, specHash, node, to]) writer.text(text)
    for (const number of [takes, sends]) writer.size(number)
  },
  decode(reader) {
    if (reader.text() !== magic) reader.refuse("unknown-version", foreign)
    const [oldest, newest] = [reader.size(), reader.size()]
    const [protocol, version, specHash, node] = [reader.text(), reader.text(), reader.text(), reader.text()]
    const [to, takes, sends] = [reader.text(), reader.size(), reader.size()]
    /** What later versions add comes here. */
    while (!reader.isAtEnd()) reader.byte()
    return { oldest, newest, identity: { protocol, version, specHash, node }, to, takes, sends }
  },
}

export const writeHello = (hello: Hello): Uint8Array => {
  const writer = new Writer()
  const error = append(writer, helloCodec, hello)
  if (error !== null) throw new Error(`a handshake cannot be written: ${error.reason}`)
  return writer.view()
}

/** What the other side says of itself, or why that cannot be read. */
export const readHello = (bytes: Uint8Array): Hello | Refusal => {
  const decoded = read(new Reader(), helloCodec, bytes)
  if (decoded.kind === "decoded") return decoded.value
  const code = decoded.code === "unknown-version" ? "version" : "frame"
  return refusal(code, `its handshake cannot be read: ${decoded.reason}`)
}

const spoken = ({ oldest, newest }: Pick<Hello, "oldest" | "newest">): string =>
  oldest === newest ? `version ${newest}` : `versions ${oldest} to ${newest}`

/** Why we do not want the other side, if we do not. Both sides come to the same verdict on all but the names. */
export const judge = (own: Hello, other: Hello): Refusal | undefined => {
  const { node } = own.identity
  const from = other.identity.node
  if (Math.min(own.newest, other.newest) < Math.max(own.oldest, other.oldest))
    return refusal("version", `${node} speaks ${spoken(own)} of the transport, ${from} speaks ${spoken(other)}`)
  if (other.to !== node) return refusal("name", `${from} looks for ${other.to} where ${node} is`)
  if (from === node) return refusal("name", `${node} is the name of both`)
  if (own.sends > other.takes)
    return refusal("limits", `${node} sends frames of ${own.sends} bytes, ${from} takes ${other.takes}`)
  if (other.sends > own.takes)
    return refusal("limits", `${from} sends frames of ${other.sends} bytes, ${node} takes ${own.takes}`)
  return mismatch(own.identity, other.identity)
}
