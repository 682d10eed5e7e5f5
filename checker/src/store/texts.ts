import { hashText } from "./hash.ts"

/** Numbers by text. */
export interface Texts {
  readonly get: (text: string) => number | undefined
  /** A text that has no number yet gets one. */
  readonly set: (text: string, number: number) => void
}

/** The engine tells longer texts apart by nothing but their length: in a map, all of one length would be compared with each other. */
const longestTold = 16_383

interface Numbered {
  readonly text: string
  readonly number: number
}

const digestOf = (text: string): string => hashText(text).join()

/** Makes an empty table. */
export const makeTexts = (): Texts => {
  const short = new Map<string, number>()
  const long = new Map<string, Numbered[]>()

  const setLong = (text: string, number: number): void => {
    const digest = digestOf(text)
    const alike = long.get(digest)
    if (alike === undefined) long.set(digest, [{ text, number }])
    else alike.push({ text, number })
  }

  return {
    get: (text) =>
      text.length > longestTold ? long.get(digestOf(text))?.find((one) => one.text === text)?.number : short.get(text),
    set: (text, number) => {
      if (text.length > longestTold) setLong(text, number)
      else short.set(text, number)
    },
  }
}
