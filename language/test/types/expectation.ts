import { expect } from "vitest"
import { complaints } from "./compiler.ts"

/** What an author is told about each marked token, in their order: the error's number and a line of its message. */
export type Told = readonly (readonly [code: number, line: string])[]

/** Longer messages are not read. */
const longestLine = 400

interface Marked {
  readonly text: string
  readonly tokens: readonly { readonly start: number; readonly token: string }[]
}

/** Takes out the marks `«` and `»` and remembers what stood between them. */
const unmarked = (marked: string): Marked => {
  const pieces = marked.split(/[«»]/)
  const tokens = pieces.flatMap((token, at) =>
    at % 2 === 1 ? [{ start: pieces.slice(0, at).join("").length, token }] : [],
  )
  return { text: pieces.join(""), tokens }
}

/** Compiles a spec whose wrong tokens are marked, and holds what the compiler says against what is expected. */
export const expectTold = (marked: string, told: Told): void => {
  const { text, tokens } = unmarked(marked)
  const said = complaints(text)
  expect(said.map(({ code, start, token }) => ({ code, start, token }))).toEqual(
    tokens.map((token, at) => ({ code: told[at]?.[0], ...token })),
  )
  expect(told.length).toBe(tokens.length)
  for (const [at, { lines }] of said.entries()) {
    const expected = told[at]?.[1] ?? ""
    expect(
      lines.some((line) => line.includes(expected)),
      `${lines.join("\n")}\ndoes not say: ${expected}`,
    ).toBe(true)
    for (const line of lines) expect(line.length, line).toBeLessThan(longestLine)
  }
}
