const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

/** A longer string is left to the decoder of the platform. */
const shortText = 24

/** The string that these bytes are in UTF-8; `null` where they are none. Names and small payloads are plain characters, and short. */
export const readText = (bytes: Uint8Array, start: number, length: number): string | null => {
  if (length > shortText) return decode(bytes, start, length)
  let text = ""
  for (let at = start; at < start + length; at++) {
    const unit = bytes[at] ?? 128
    if (unit > 127) return decode(bytes, start, length)
    text += String.fromCharCode(unit)
  }
  return text
}

const decode = (bytes: Uint8Array, start: number, length: number): string | null => {
  try {
    return decoder.decode(bytes.subarray(start, start + length))
  } catch {
    return null
  }
}
