import { append, type Codec, type Limits, read, Reader, Writer } from "../codec/index.ts"

/** What the node has of a value that the application gave it, or why it takes none. */
export type Taken =
  { readonly kind: "taken"; readonly value: unknown } | { readonly kind: "refused"; readonly reason: string }

/** Takes a value over from the application. */
export type Take = (codec: Codec<unknown>, given: unknown) => Taken

/** A codec reads what its type has: of other values it finds nothing to read. */
const wordsOf = (thrown: unknown): string =>
  `it is not of its type: ${thrown instanceof Error ? thrown.message : String(thrown)}`

const refused = (reason: string): Taken => ({ kind: "refused", reason })

/**
 * Takes what is read again of what was written. A type allows numbers and strings that no codec writes, and who does without types may give
 * anything: in the state of a node, such a value would break down whatever node has to write it. And what is given stays the application's,
 * which may change it: were it in the state itself, no disk and no peer would learn of the change.
 */
export const makeTake = (limits: Limits): Take => {
  const writer = new Writer({ limits })
  const reader = new Reader({ limits })

  const write = (codec: Codec<unknown>, given: unknown): string | undefined => {
    writer.clear()
    try {
      return append(writer, codec, given)?.reason
    } catch (thrown) {
      return wordsOf(thrown)
    }
  }

  return (codec, given) => {
    const flaw = write(codec, given)
    if (flaw !== undefined) return refused(flaw)
    const found = read(reader, codec, writer.view())
    return found.kind === "decoded" ? { kind: "taken", value: found.value } : refused(found.reason)
  }
}
