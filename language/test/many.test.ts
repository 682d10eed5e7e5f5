import { expect, test } from "vitest"
import { everyPair, majority, reachedByMajority } from "../src/index.ts"

test.each([
  [[], 0],
  [[4], 4],
  [[4, 2], 2],
  [[7, 3, 5], 5],
  [[1, 2, 3, 4], 2],
  [[5, 3, 0, 4, 5], 4],
  [[10, 9, 2], 9],
])("of %j a majority reaches %i", (numbers, reached) => {
  expect(reachedByMajority(numbers)).toBe(reached)
})

test("no larger number is reached by a majority", () => {
  const numbers = [3, 1, 4, 1, 5, 9, 2, 6]
  const reaching = (least: number) => numbers.filter((number) => number >= least).length
  const reached = reachedByMajority(numbers)
  expect(majority(reaching(reached), numbers.length)).toBe(true)
  expect(majority(reaching(reached + 1), numbers.length)).toBe(false)
})

test("a pair that fails, or that is missing, fails the whole", () => {
  const grows = (before: number, after: number) => before <= after
  expect(everyPair([1, 2], [1, 3], grows)).toBe(true)
  expect(everyPair([1, 2], [2, 1], grows)).toBe(false)
  expect(everyPair([1, 2], [1], grows)).toBe(false)
})
