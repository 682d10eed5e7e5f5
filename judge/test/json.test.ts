import fc from "fast-check"
import { expect, test } from "vitest"
import { isNoJson, jsonStop, readJson } from "../src/json.ts"

const parsed = (text: string): { readonly value: unknown } | { readonly error: string } => {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    return { error: String(error) }
  }
}

const strange = fc.constantFrom(...'x"\\{}[],:- 0e.\n\t\u0001\u007f\u00a0\u2028', "\\u12", "")
const damaged = fc
  .record({
    text: fc.json({ maxDepth: 4, stringUnit: "binary" }),
    spaced: fc.boolean(),
    at: fc.nat(),
    cut: fc.nat(3),
    put: strange,
  })
  .map(({ text, spaced, at, cut, put }) => {
    const whole = spaced ? JSON.stringify(JSON.parse(text), undefined, 2) : text
    const place = at % (whole.length + 1)
    return whole.slice(0, place) + put + whole.slice(place + cut)
  })

test("what the engine reads is read, and what it refuses is refused where it says, or where the word begins", () => {
  const check = (text: string): void => {
    const [read, engine] = [readJson(text), parsed(text)]
    if ("value" in engine) {
      expect(read).toMatchObject({ value: engine.value, at: /[^ \t\n]/.exec(text)?.index })
      return
    }
    expect(read).toStrictEqual({ stoppedAt: jsonStop(text) })
    const { stoppedAt } = isNoJson(read) ? read : { stoppedAt: -1 }
    const position = / at position (\d+)/.exec(engine.error)?.[1] ?? stoppedAt
    expect(text.slice(0, Number(position)).slice(stoppedAt)).toMatch(/^[^\s"{}[\],:]*$/)
    expect(stoppedAt).toBeLessThanOrEqual(Number(position))
  }
  fc.assert(fc.property(damaged, check), { numRuns: 3000 })
})

test.each([
  ['{"a": x}', 6],
  ["[1, 2,]", 6],
  ['{"a": 1', 7],
  ['{"a": "b', 8],
  ['{"a": "b\nc"}', 8],
  ['{"a": "b\\q"}', 8],
  ['{"a": tru', 6],
  ["[1] 2", 4],
  ["", 0],
])("%j stops being JSON at %i", (text, at) => {
  expect(jsonStop(text)).toBe(at)
})

test("the place in a long line is found at once", () => {
  const long = JSON.stringify({ list: Array.from({ length: 200_000 }, (_, at) => at), text: "x\\n".repeat(1_000_000) })
  expect(jsonStop(long.slice(0, -1) + ",,")).toBe(long.length)
  expect(jsonStop(long.slice(0, -2))).toBe(long.length - 2)
})
