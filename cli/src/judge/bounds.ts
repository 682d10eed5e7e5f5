import { type Complaint, complaint } from "./entry.ts"

/** Deeper values are no answers of any object, and whoever compares them runs out of stack. */
const deepest = 100

const words = /"[^"\\]*(?:\\.[^"\\]*)*"|[[({]|[\])}]|[^\s,()[\]{}":]+/g

const isNumber = (word: string): boolean => /^[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?[NM]?$/.test(word)

/** Whether the engine would read the next number as the same one. */
const isRounded = (word: string): boolean =>
  isNumber(word) && !(Math.abs(Number.parseFloat(word)) <= Number.MAX_SAFE_INTEGER)

/** The first that a line of JSON or of Clojure's notation says, and that could not be told apart or taken apart. */
export const outOfBounds = (text: string): Complaint | undefined => {
  let depth = 0
  for (const { 0: word, index } of text.matchAll(words)) {
    if ("[({".includes(word)) depth += 1
    if ("])}".includes(word)) depth -= 1
    if (depth > deepest)
      return complaint(index + 1, `nests its values deeper than ${deepest} levels`, "write a deep value as a text")
    if (isRounded(word))
      return complaint(
        index + 1,
        `has ${word}, and numbers beyond ${Number.MAX_SAFE_INTEGER} cannot be told apart`,
        "write a value as a text in quotes, and times from the beginning of the recording",
      )
  }
  return undefined
}
