import { append, type Codec, read, Reader, Writer } from "../codec/index.ts"

/** Why two sides do not go together, or no longer do, as a metric counts it. */
export const refusalCodes = [
  /** They run different protocols. */
  "protocol",
  /** They were generated from different specs. */
  "spec",
  /** They speak different versions of the transport, or one speaks something else altogether. */
  "version",
  /** Somebody else is at the address, or somebody comes whom nobody knows. */
  "name",
  /** The certificate is missing, not of an authority that counts, out of date, or names another node. */
  "certificate",
  /** There is no encrypted connection, for a reason that has nothing to do with who it is. */
  "encryption",
  /** One side sends larger frames than the other takes. */
  "limits",
  /** Bytes came that are no frames, or a frame that was not due. */
  "frame",
  /** The node cannot read a message. */
  "message",
  /** Nothing was heard for too long. */
  "silent",
  /** More came who did not say who they are than there is room for. */
  "crowded",
  /** The other side gave a reason that this version does not know. */
  "other",
] as const

/** Why a connection is not wanted, in a word for programs. */
export type RefusalCode = (typeof refusalCodes)[number]

/** Why a connection is not wanted. */
export interface Refusal {
  readonly code: RefusalCode
  readonly reason: string
}

/** No reason is longer, in characters. */
const longestReason = 1000

/** Part of a reason may be what the other side chose, and it goes to logs and terminals: nothing stays of what would move a cursor. */
export const refusal = (code: RefusalCode, reason: string): Refusal => ({
  code,
  reason: reason.slice(0, longestReason).replaceAll(/\p{C}/gu, "?"),
})

const codeOf = (text: string): RefusalCode => refusalCodes.find((code) => code === text) ?? "other"

const refusalCodec: Codec<Refusal> = {
  encode(writer, { code, reason }) {
    writer.text(code)
    writer.text(reason)
  },
  decode: (reader) => refusal(codeOf(reader.text()), reader.text()),
}

/** What a refusing side says last. */
export const writeRefusal = (refused: Refusal): Uint8Array => {
  const writer = new Writer()
  const error = append(writer, refusalCodec, refused)
  if (error !== null) throw new Error(`a refusal cannot be written: ${error.reason}`)
  return writer.view()
}

/** Why the other side does not want us. */
export const readRefusal = (bytes: Uint8Array): Refusal => {
  const decoded = read(new Reader(), refusalCodec, bytes)
  return decoded.kind === "decoded" ? decoded.value : refusal("other", "it gave no reason that can be read")
}
