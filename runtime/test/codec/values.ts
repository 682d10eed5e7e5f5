import {
  type Codec,
  type Decoded,
  read,
  Reader,
  type ReaderOptions,
  Writer,
  append,
  type WriterOptions,
} from "../../src/index.ts"

/** The bytes of a value in a codec. */
export const bytesOf = <Value>(codec: Codec<Value>, value: Value, options: WriterOptions = {}): Uint8Array => {
  const writer = new Writer(options)
  const error = append(writer, codec, value)
  if (error !== null) throw new Error(error.reason)
  return writer.copy()
}

/** What a codec makes of bytes. */
export const decodedFrom = <Value>(
  codec: Codec<Value>,
  bytes: Iterable<number>,
  options: ReaderOptions = {},
): Decoded<Value> => read(new Reader(options), codec, Uint8Array.from(bytes))

/** The code of the error, or the value. */
export const outcomeOf = <Value>(
  codec: Codec<Value>,
  bytes: Iterable<number>,
  options: ReaderOptions = {},
): unknown => {
  const decoded = decodedFrom(codec, bytes, options)
  return decoded.kind === "decoded" ? decoded.value : decoded.code
}

export const integers: Codec<number> = {
  encode: (writer, value) => writer.integer(value),
  decode: (reader) => reader.integer(),
}

export const sizes: Codec<number> = {
  encode: (writer, value) => writer.size(value),
  decode: (reader) => reader.size(),
}

export const texts: Codec<string> = {
  encode: (writer, value) => writer.text(value),
  decode: (reader) => reader.text(),
}

export const manyTexts: Codec<readonly string[]> = {
  encode(writer, value) {
    writer.count(value.length)
    for (const item of value) writer.text(item)
  },
  decode: (reader) => Array.from({ length: reader.count(1) }, () => reader.text()),
}

export const booleans: Codec<boolean> = {
  encode: (writer, value) => writer.boolean(value),
  decode: (reader) => reader.boolean(),
}

export const payloads: Codec<string> = {
  encode: (writer, value) => writer.opaque("Command", value),
  decode: (reader) => reader.opaque("Command"),
}

export const bytesThemselves: Codec<readonly number[]> = {
  encode(writer, value) {
    writer.count(value.length)
    for (const item of value) writer.byte(item)
  },
  decode(reader) {
    const count = reader.count(1)
    return Array.from({ length: count }, () => reader.byte())
  },
}
