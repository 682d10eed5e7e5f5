import type { Codec } from "@lockstep/runtime"
import { same } from "./mismatch.ts"
import type { RuntimeModule } from "./translate.ts"

/** What came of writing a value and reading it again. */
export interface RoundTrip {
  readonly isSame: boolean
  readonly actual: unknown
}

/** Writes values and reads them again: the same value must come, and the same bytes once more. */
export const roundTrips = ({ Reader, Writer, append, read, storageLimits }: RuntimeModule) => {
  const writer = new Writer({ limits: storageLimits })
  const reader = new Reader({ limits: storageLimits })

  const bytesOf = (codec: Codec<unknown>, value: unknown): Uint8Array | { readonly kind: "encode-error" } => {
    writer.clear()
    return append(writer, codec, value) ?? writer.copy()
  }

  return {
    writer,
    reader,
    trip: (codec: Codec<unknown>, value: unknown): RoundTrip => {
      const bytes = bytesOf(codec, value)
      if (!(bytes instanceof Uint8Array)) return { isSame: false, actual: bytes }
      const decoded = read(reader, codec, bytes)
      if (decoded.kind !== "decoded" || !same(value, decoded.value)) return { isSame: false, actual: decoded }
      const again = bytesOf(codec, decoded.value)
      const isSame = again instanceof Uint8Array && Buffer.compare(bytes, again) === 0
      return { isSame, actual: isSame ? decoded.value : { bytes, again } }
    },
  }
}
