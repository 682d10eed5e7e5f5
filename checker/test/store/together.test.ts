import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { allHold, makeTogether, type Test, type Tested, type Together } from "../../src/store/together.ts"
import { makeTrie, type Read } from "../../src/store/trie.ts"

const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31))
console.log(`tests from seed ${seed}`)

/** What a test asks for next, and what follows on each answer; in the end whether it holds. */
type Questions = boolean | { readonly place: number; readonly next: readonly Questions[] }

const places = 4
const components = 3

const { questions } = fc.letrec<{ questions: Questions }>((tie) => ({
  questions: fc.oneof(
    { maxDepth: places },
    fc.boolean(),
    fc.record({
      place: fc.nat(places - 1),
      next: fc.array(tie("questions"), { minLength: components, maxLength: components }),
    }),
  ),
}))

const answered = (asked: Questions, read: Read): boolean => {
  let at = asked
  while (typeof at !== "boolean") at = at.next[read(at.place)] ?? true
  return at
}

const impure = (): never => {
  throw new Error("taken for impure")
}

const testOf = (asked: Questions): Test => ({
  bind: (read) => () => (answered(asked, read) ? 1 : 0),
  impure,
  at: (states, place, from) => states[from + place] ?? 0,
})

const tested = (test: Test): Tested => ({ trie: makeTrie(test.bind, test.impure, test.at), test })

/** As a search asks. */
const firstBroken = <Item>({ memos, findBroken }: Together<Item>, state: Int32Array): Item | undefined =>
  memos().some((memo) => memo.evaluate(state) !== allHold) ? findBroken(state) : undefined

const states = fc.array(
  fc.array(fc.nat(components - 1), { minLength: places, maxLength: places }).map((state) => Int32Array.from(state)),
  { minLength: 1, maxLength: 60 },
)

/** A test that always holds, looks at the given places, and counts how often it is run. */
const counting = (placesOf: (first: number) => readonly number[]) => {
  let runs = 0
  const test: Test = {
    ...testOf(true),
    bind: (read) => () => {
      runs++
      for (const place of placesOf(read(0))) read(place)
      return 1
    },
  }
  return { test, runs: () => runs }
}

describe("tests that are remembered together", () => {
  it("find the same as each alone, in whatever order they look", () => {
    fc.assert(
      fc.property(fc.array(questions, { maxLength: 6 }), states, (tests, seen) => {
        const all = tests.map((asked) => tested(testOf(asked)))
        const together = makeTogether(all)
        for (const state of seen) {
          const first = tests.findIndex((asked) => !answered(asked, (place) => state[place] ?? 0))
          expect(firstBroken(together, state)).toBe(all[first])
        }
      }),
      { seed, numRuns: 2_000 },
    )
  })

  it("are run once for what they read, and not again where they part", () => {
    const like = [counting(() => [1]), counting(() => [1])]
    const unlike = counting((first) => (first === 2 ? [3] : [1]))
    const together = makeTogether([...like, unlike].map(({ test }) => tested(test)))
    const visit = (...state: readonly number[]) => firstBroken(together, Int32Array.from(state))
    for (const last of [0, 1, 2]) for (const second of [0, 1]) visit(0, second, 0, last)
    expect([...like, unlike].map(({ runs }) => runs())).toEqual([2, 2, 2])
    for (const last of [0, 1, 2]) visit(2, 0, 0, last)
    const sinceTheyParted = [...like, unlike].map(({ runs }) => runs())
    for (const last of [0, 1, 2]) for (const first of [0, 2]) visit(first, 0, 0, last)
    expect([...like, unlike].map(({ runs }) => runs())).toEqual(sinceTheyParted)
  })

  it("are not asked what comes after one that does not hold", () => {
    const broken = tested(testOf({ place: 0, next: [true, false, true] }))
    const throws: Test = {
      ...testOf(true),
      bind: (read) => () => {
        if (read(0) === 1) throw new Error("not made for this")
        return 1
      },
    }
    const throwsElsewhere: Test = {
      ...throws,
      bind: (read) => {
        const run = throws.bind(read)
        return () => Math.min(read(3), 0) + run()
      },
    }
    const together = makeTogether([broken, tested(throws), tested(throwsElsewhere)])
    expect(firstBroken(together, Int32Array.of(0, 0, 0, 0))).toBeUndefined()
    expect(firstBroken(together, Int32Array.of(1, 0, 0, 0))).toBe(broken)
  })

  it("are told when one of them reads now this and now that", () => {
    let place = 1
    const fickle: Test = {
      ...testOf(true),
      bind: (read) => () => {
        read(0)
        read(place)
        return 1
      },
    }
    const together = makeTogether([tested(testOf({ place: 0, next: [true, true, true] })), tested(fickle)])
    firstBroken(together, Int32Array.of(0, 0, 0, 0))
    place = 2
    expect(() => firstBroken(together, Int32Array.of(0, 1, 0, 0))).toThrow("taken for impure")
  })
})
