import { Worker } from "node:worker_threads"
import fc from "fast-check"
import { expect, test } from "vitest"
import { makeDoublingControl, openDoubling } from "../../src/store/table.ts"
import { makeMemory, wordsIn } from "../../src/store/memory.ts"

const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31))
console.log(`tables from seed ${seed}`)

const bits = 15
const slack = 2 ** 15
const wordsOf = (size: number): number => 2 ** size + slack

/** Keys are positive, and their top bits are their home. */
const homeOf = (key: number, size: number): number => key >>> (31 - size)

/** Puts a key into the first free cell from its home on. */
const put = (words: Int32Array, size: number, key: number): number => {
  let at = homeOf(key, size)
  while (words[at] !== 0) at++
  words[at] = key
  return at
}

const isIn = (words: Int32Array, size: number, key: number): boolean => {
  let at = homeOf(key, size)
  while (words[at] !== 0 && words[at] !== key) at++
  return words[at] === key
}

/** As many keys in so many heaps, so that there are long rows of cells without a free one. */
const keySets = fc
  .record({ count: fc.integer({ min: 1, max: 26_000 }), heaps: fc.integer({ min: 1, max: 30_000 }), salt: fc.nat() })
  .map(({ count, heaps, salt }) => {
    const keys = Array.from({ length: count }, (_, index) => {
      const heap = Math.imul((index % heaps) + salt, 0x9e3779b1) >>> 1
      return (heap + Math.floor(index / heaps) * 977) & 0x7fffffff
    })
    return [...new Set(keys)].filter((key) => key > 0)
  })

interface Moved {
  readonly share: readonly [number, number]
  readonly cells: readonly number[]
}

/** A table of these keys at twice its size, and where each share put what it moved. */
const spread = (keys: readonly number[]): { readonly words: Int32Array; readonly moved: readonly Moved[] } => {
  const memory = makeMemory(2 ** 24)
  const small = wordsIn(memory, wordsOf(bits))
  for (const key of keys) put(small, bits, key)
  const moved: Moved[] = []
  const move = (words: Int32Array, size: number, source: Int32Array, from: number, to: number): void => {
    const cells: number[] = []
    for (let at = from; at < to; at++) {
      const key = source[at] ?? 0
      if (key === 0) continue
      source[at] = 0
      cells.push(put(words, size, key))
    }
    if (source === words) moved.push({ share: [from, to], cells })
  }
  openDoubling(makeDoublingControl(), { memory, width: 1, wordsOf, move }).spread(bits + 1)
  return { words: wordsIn(memory, wordsOf(bits + 1)), moved }
}

test("a share of a growing table fills no cell where another may be at work", () => {
  fc.assert(
    fc.property(keySets, (keys) => {
      const { words, moved } = spread(keys)
      expect(words.filter((key) => key !== 0)).toHaveLength(keys.length)
      expect(keys.filter((key) => !isIn(words, bits + 1, key))).toEqual([])
      const strays = moved.flatMap(({ share: [from, to], cells }) =>
        cells.filter((cell) => cell < 2 * from || (to < wordsOf(bits) && cell >= 2 * to)),
      )
      expect(strays).toEqual([])
    }),
    { numRuns: 50, seed },
  )
})

test("nobody waits for the share of one that failed to help", async () => {
  const thread = new Worker(new URL("./forsaken.ts", import.meta.url))
  const said: unknown[] = []
  thread.on("message", (word) => said.push(word))
  try {
    await expect.poll(() => said, { timeout: 20_000 }).toEqual(["Error: no memory", "grown"])
  } finally {
    await thread.terminate()
  }
})
