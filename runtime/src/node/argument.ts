import { append, type Codec, type Limits, wireLimits, Writer } from "../codec/index.ts"

/** A message may carry hundreds of arguments, as that of a log that a peer lacks: only a small part of it is for one. */
const largest = wireLimits.bytes / 256
const limits: Limits = { ...wireLimits, bytes: largest, text: largest }

const wordsOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))

/** Says why an argument cannot be written, if it cannot. */
export type FlawOf = (codec: Codec<unknown>, argument: unknown) => string | undefined

/**
 * Tries to write arguments: a type allows numbers and strings that no codec writes, and who does without types may give anything. Once it
 * is in the state of a node, such a value would break down whatever node has to write it.
 */
export const makeFlawOf = (): FlawOf => {
  const writer = new Writer({ limits })
  return (codec, argument) => {
    writer.clear()
    try {
      const error = append(writer, codec, argument)
      if (error !== null) return error.reason
    } catch (thrown) {
      return wordsOf(thrown)
    }
    /** What is written as a string and has no length is none. */
    return Number.isNaN(writer.length) ? "it is not of its type" : undefined
  }
}
