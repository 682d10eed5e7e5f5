import fc from "fast-check"
import { expect, test } from "vitest"
import { makeCells, makeCellsMemory } from "../../src/machine/protocol/cells.ts"
import { makeInboxes } from "../../src/machine/protocol/network.ts"
import { makeComponents } from "../../src/store/components.ts"
import { makeJournalMemory, openJournal } from "../../src/store/journal.ts"
import { type Answer, makeAnswersMemory, openAnswers, type Question } from "../../src/machine/protocol/answers.ts"
import {
  firstMove,
  makeRows,
  makeRowsMemory,
  type Move,
  type Rows,
  wordsOfMove,
} from "../../src/machine/protocol/rows.ts"

const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31))
console.log(`rows and answers from seed ${seed}`)

const numbers = fc.array(fc.nat(), { maxLength: 4 })
const moves: fc.Arbitrary<readonly Move[]> = fc.array(
  fc.record({ cell: fc.nat(), label: fc.nat(), sends: numbers, events: numbers }),
  { maxLength: 5 },
)

const listAt = (words: Int32Array, at: number): number[] => [...words.subarray(at + 1, at + 1 + (words[at] ?? 0))]

/** The row of a cell as its moves, and whether a crash can cut one short. */
const readRow = (rows: Rows, cell: number): readonly [readonly Move[], boolean] => {
  const begin = rows.of(cell)
  const words = rows.words()
  const read: Move[] = []
  for (let at = begin + firstMove; at < (words[begin] ?? 0); at += wordsOfMove) {
    const [next = 0, effects = 0, label = 0] = words.subarray(at, at + wordsOfMove)
    const sends = effects === 0 ? [] : listAt(words, effects)
    const events = effects === 0 ? [] : listAt(words, effects + 1 + sends.length)
    read.push({ cell: next, label, sends, events })
  }
  return [read, words[begin + 1] === 1]
}

test("every thread reads the rows that any of them has made", () => {
  const made = fc.uniqueArray(fc.tuple(fc.nat({ max: 100_000 }), moves, fc.boolean(), fc.boolean()), {
    selector: ([cell]) => cell,
    maxLength: 2_000,
    size: "max",
  })
  fc.assert(
    fc.property(made, (all) => {
      const memory = makeRowsMemory()
      const both = [makeRows(() => undefined, memory), makeRows(() => undefined, memory)] as const
      for (const [cell, row, isCut, isFirst] of all) both[isFirst ? 0 : 1].add(cell, row, isCut)
      for (const rows of both) for (const [cell, row, isCut] of all) expect(readRow(rows, cell)).toEqual([row, isCut])
    }),
    { numRuns: 20, seed },
  )
})

test("a row can be read while another thread makes the same once more", () => {
  const memory = makeRowsMemory()
  const row: readonly Move[] = Array.from({ length: 1_000 }, () => ({ cell: 3, label: 1, sends: [2, 5], events: [] }))
  const theirs = makeRows(() => undefined, memory)
  const mine = makeRows(() => void theirs.add(7, row, false), memory)
  theirs.add(7, row, false)
  expect(readRow(mine, 7)).toEqual([row, false])
})

test("who reads a row that another has made takes in its components first, and once", () => {
  const memory = makeRowsMemory()
  let caughtUp = 0
  const theirs = makeRows(() => undefined, memory)
  const mine = makeRows(() => void caughtUp++, memory)
  expect([mine.of(7), caughtUp]).toEqual([0, 0])
  const begin = theirs.add(7, [{ cell: 9, label: 1, sends: [], events: [] }], false)
  expect([mine.of(7), caughtUp]).toEqual([begin, 1])
  expect([mine.of(7), caughtUp]).toEqual([begin, 1])
})

test("every thread hears all that any of them has told, once", () => {
  const question: fc.Arbitrary<Question> = fc.record({ index: fc.nat(), before: fc.nat(), input: fc.nat() })
  const answer: fc.Arbitrary<Answer> = fc.record({
    ...{ node: fc.nat(), ignored: fc.boolean() },
    ...{ sends: numbers, early: numbers, events: numbers },
  })
  const told = fc.array(fc.tuple(question, fc.array(answer, { maxLength: 3 }), fc.boolean(), fc.boolean()), {
    maxLength: 1_000,
    size: "max",
  })
  fc.assert(
    fc.property(told, (all) => {
      const memory = makeAnswersMemory()
      const threads = [openAnswers(memory), openAnswers(memory)] as const
      const heard: [Question, readonly Answer[]][] = []
      const hear = (): void => threads[0].hear((...one) => heard.push(one))
      for (const [asked, answers, isFirst, hears] of all) {
        threads[isFirst ? 0 : 1].tell(asked, answers)
        if (hears) hear()
      }
      hear()
      expect(heard).toEqual(all.map(([asked, answers]) => [asked, answers]))
    }),
    { numRuns: 20, seed },
  )
})

/** A cell that one of two threads makes, of a node and the messages in its inbox, or of what is there with one more. */
const makings = fc.array(
  fc.record({
    isFirst: fc.boolean(),
    index: fc.nat({ max: 2 }),
    node: fc.nat({ max: 60 }),
    messages: fc.array(fc.nat({ max: 12 }), { maxLength: 3 }),
  }),
  { minLength: 200, maxLength: 4_000, size: "max" },
)

test("every thread gives a cell the same number, and the hash that it has for one alone", () => {
  const storeOf = (journal?: ReturnType<typeof openJournal>, cells?: ReturnType<typeof makeCellsMemory>) => {
    const components = makeComponents(journal)
    const inboxes = makeInboxes("bag", components, () => 0)
    const shared = cells && { cells, isAlone: () => false }
    return { components, inboxes, cells: makeCells(3, components, inboxes, shared) }
  }
  type Store = ReturnType<typeof storeOf>
  const hashesOf = ({ cells: { hashes } }: Store, cell: number) => [hashes.low[cell], hashes.high[cell]]
  /** All threads meet where one of them finds the table full. */
  const makeRoom = (first: Store, second: Store): void => {
    const [table] = first.cells.tables
    while (table?.lacksRoom(false)) table.grow()
    for (const { cells } of [first, second]) for (const one of cells.tables) one.refresh()
  }

  fc.assert(
    fc.property(makings, (all) => {
      const [journal, memory] = [makeJournalMemory(), makeCellsMemory()]
      const first = storeOf(openJournal(journal), memory)
      const second = storeOf(openJournal(journal), memory)
      const alone = storeOf()
      for (const { isFirst, index, node, messages } of all) {
        const make = ({ components, inboxes, cells }: Store): number =>
          messages.reduce(
            (cell, message) => cells.post(cell, components.intern({ message })),
            cells.of(index, components.intern({ node }), inboxes.empty),
          )
        const cell = make(isFirst ? first : second)
        for (const store of [first, second]) expect(hashesOf(store, cell)).toEqual(hashesOf(alone, make(alone)))
        const other = isFirst ? second : first
        /** The same at the next node, which is made of numbers alone. */
        const beside = ({ cells }: Store, one: number): number =>
          cells.of((index + 1) % 3, cells.node(one), cells.inbox(one))
        expect(hashesOf(other, beside(other, cell))).toEqual(hashesOf(alone, beside(alone, make(alone))))
        expect(make(other)).toBe(cell)
        if (first.cells.tables.some((table) => table.isFull())) makeRoom(first, second)
      }
    }),
    // So long a list takes too long to shrink.
    { numRuns: 20, seed, endOnFailure: true },
  )
})
