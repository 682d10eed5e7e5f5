import { append, type Codec, type Reader, type Writer } from "../codec/index.ts"
import type { Origin, TraceContext } from "./arrival.ts"

/** What a frame says about the messages behind it: where the next one stands in a trace, or from which number all of them count. */
export type Note =
  { readonly kind: "trace"; readonly trace: TraceContext } | { readonly kind: "origin"; readonly origin: Origin }

/** The bit of a length that says that it is a note's. */
export const noteBit = 0x8000_0000

const traceKind = 1
const originKind = 2

const encode = (writer: Writer, note: Note): void => {
  if (note.kind === "trace") {
    writer.byte(traceKind)
    writer.text(note.trace.traceId)
    writer.text(note.trace.spanId)
    return writer.integer(note.trace.hops)
  }
  writer.byte(originKind)
  writer.text(note.origin.life)
  writer.integer(note.origin.number)
}

const decode = (reader: Reader): Note => {
  const kind = reader.byte()
  if (kind === traceKind)
    return { kind: "trace", trace: { traceId: reader.text(), spanId: reader.text(), hops: reader.integer() } }
  if (kind !== originKind) reader.refuse("unknown-variant", `a note of kind ${kind} is not known`)
  return { kind: "origin", origin: { life: reader.text(), number: reader.integer() } }
}

/** How a note is written. */
export const noteCodec: Codec<Note> = { encode, decode }

/** Puts a note behind what a frame has. */
export const writeNote = (frame: Writer, note: Note): void => {
  const start = frame.length
  frame.fixed32(0)
  const error = append(frame, noteCodec, note)
  if (error !== null) throw new Error(`a note cannot be written: ${error.reason}`)
  frame.patch32(start, (frame.length - start - 4 + noteBit) >>> 0)
}
