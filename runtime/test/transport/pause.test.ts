import fc from "fast-check"
import { expect, test } from "vitest"
import { pauseMillis } from "../../src/transport/sockets.ts"

const attempts = fc.nat({ max: 100_000 })
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

test("a pause is anything up to a bound, which doubles until it is the longest", () => {
  fc.assert(
    fc.property(attempts, random, (attempt, drawn) => {
      const bound = Math.min(2000, 25 * 2 ** attempt)
      expect(pauseMillis(attempt, 0, 2000)).toBe(0)
      expect(pauseMillis(attempt, drawn, 2000)).toBe(drawn * bound)
    }),
  )
})
