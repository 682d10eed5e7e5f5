import fc from "fast-check"
import { expect, test } from "vitest"
import { makeTexts } from "../../src/store/texts.ts"

/** Texts of a few lengths around that from which the engine's maps tell them apart by nothing else. */
const text = fc
  .tuple(fc.constantFrom(0, 16_382, 16_383, 16_384, 20_000), fc.string({ maxLength: 2 }), fc.boolean())
  .map(([length, end, isFirst]) => (isFirst ? end + "x".repeat(length) : "x".repeat(length) + end))

test("texts of every length have the numbers that they were given", () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 30 }), (given) => {
      const texts = makeTexts()
      const numbers = new Map<string, number>()
      for (const one of given) {
        expect(texts.get(one)).toBe(numbers.get(one))
        if (numbers.has(one)) continue
        texts.set(one, numbers.size)
        numbers.set(one, numbers.size)
      }
      for (const [one, number] of numbers) expect(texts.get(one)).toBe(number)
    }),
  )
})
