import { append, type Codec, read, Reader, Writer } from "../codec/index.ts"
import { type Identity, mismatch } from "./transport.ts"

/** What each side says of itself before anything else. */
export interface Hello {
  readonly identity: Identity
  /** Whom it believes to talk to. */
  readonly to: string
  /** The largest payload that it takes. */
  readonly frameBytes: number
}

/** The first bytes of a handshake, and the version of what follows. */
const magic = "lockstep"
const version = 1
/** No word of a handshake is longer. */
export const helloBytes = 4096

const helloCodec: Codec<Hello> = {
  encode(writer, { identity: { protocol, version: made, specHash, node }, to, frameBytes }) {
    for (const text of [magic, String(version), protocol, made, specHash, node, to]) writer.text(text)
    writer.size(frameBytes)
  },
  decode(reader) {
    if (reader.text() !== magic) reader.refuse("unknown-version", "it does not speak our language")
    const spoken = reader.text()
    if (spoken !== String(version)) reader.refuse("unknown-version", `it speaks version ${spoken} of the transport`)
    const [protocol, made, specHash, node] = [reader.text(), reader.text(), reader.text(), reader.text()]
    return { identity: { protocol, version: made, specHash, node }, to: reader.text(), frameBytes: reader.size() }
  },
}

const reasonCodec: Codec<string> = {
  encode: (writer, reason) => writer.text(reason.slice(0, helloBytes / 4)),
  decode: (reader) => reader.text(),
}

const bytesOf = <Value>(codec: Codec<Value>, value: Value): Uint8Array => {
  const writer = new Writer()
  const error = append(writer, codec, value)
  if (error !== null) throw new Error(`a handshake cannot be written: ${error.reason}`)
  return writer.view()
}

export const writeHello = (hello: Hello): Uint8Array => bytesOf(helloCodec, hello)
export const writeReason = (reason: string): Uint8Array => bytesOf(reasonCodec, reason.toWellFormed())

/** What the other side says of itself, or why that cannot be read. */
export const readHello = (bytes: Uint8Array): Hello | string => {
  const decoded = read(new Reader(), helloCodec, bytes)
  return decoded.kind === "decoded" ? decoded.value : `its handshake cannot be read: ${decoded.reason}`
}

/** Why the other side does not want us. */
export const readReason = (bytes: Uint8Array): string => {
  const decoded = read(new Reader(), reasonCodec, bytes)
  return decoded.kind === "decoded" ? decoded.value : "it gave no reason that can be read"
}

/** Why we do not want the other side, if we do not. */
export const judge = (own: Identity, hello: Hello): string | undefined => {
  if (hello.to !== own.node) return `${hello.identity.node} looks for ${hello.to} where ${own.node} is`
  if (hello.identity.node === own.node) return `${own.node} is the name of both`
  return mismatch(own, hello.identity)
}
