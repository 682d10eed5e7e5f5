import { expect, test } from "vitest"
import { type Frontier, makeFrontierMemory, openFrontier } from "../../src/search/frontier.ts"

const width = 3

/** What a thread takes, a page at a time, until it has had so many pages. */
const take = (frontier: Frontier, pages: number): number[] => {
  const found: number[] = []
  const state = new Int32Array(width)
  for (let left = pages; left > 0 && frontier.shift(state);) {
    found.push(state[0] as number)
    if (frontier.hasEndedSmallPage()) left--
  }
  return found
}

const fill = (frontier: Frontier, count: number): void => {
  for (let i = 0; i < count; i++) frontier.push(Int32Array.of(i, 0, 0))
  frontier.endPage()
}

test("a narrow level that one thread found has pages for another", () => {
  const memory = makeFrontierMemory(2)
  const [first, second] = [openFrontier(memory, 0, width), openFrontier(memory, 1, width)]
  fill(first, 40)
  expect(first.descend()).toBe(true)
  const [some, others, rest] = [take(first, 2), take(second, 2), take(first, 40)]
  expect([some.length, others.length]).toEqual([16, 16])
  expect([...some, ...others, ...rest]).toEqual(Array.from({ length: 40 }, (_, index) => index))
})

test("a wide level is taken in large pages but for its beginning, and nothing is lost", () => {
  const memory = makeFrontierMemory(2)
  const [first, second] = [openFrontier(memory, 0, width), openFrontier(memory, 1, width)]
  const count = 70_000
  fill(first, count)
  first.descend()
  const found = [...take(first, 1), ...take(second, count)]
  expect(found.toSorted((left, right) => left - right)).toEqual(Array.from({ length: count }, (_, index) => index))
  expect(second.bytes()).toBeLessThan(2 * 2 * width * count)
})

test("a level is narrow when all threads together found few states", () => {
  const memory = makeFrontierMemory(2)
  const [first, second] = [openFrontier(memory, 0, width), openFrontier(memory, 1, width)]
  fill(first, 16)
  fill(second, 16)
  first.descend()
  expect(second.isNarrow()).toBe(true)
  take(first, 10)
  fill(first, 16)
  fill(second, 17)
  first.descend()
  expect(first.isNarrow()).toBe(false)
})
