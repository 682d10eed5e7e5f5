import { type Journal, type JournalMemory, makeJournalMemory, openJournal } from "../store/journal.ts"
import { type Answers, type AnswersMemory, makeAnswersMemory, openAnswers } from "./protocol/answers.ts"
import { type CellsMemory, makeCellsMemory } from "./protocol/cells.ts"
import { makeRowsMemory, type RowsMemory } from "./protocol/rows.ts"

/** What the machines of all threads of a search have in common: the numbers of components and cells, what handlers answered, and what can happen in a cell. */
export interface Common {
  readonly journal: Journal
  readonly answers: Answers
  readonly rows: RowsMemory
  readonly cells: CellsMemory
  /** Whether only one thread uses it so far. */
  readonly isAlone: () => boolean
}

/** The memory of it, to be handed to other threads. */
export interface CommonMemory {
  readonly journal: JournalMemory
  readonly answers: AnswersMemory
  readonly rows: RowsMemory
  readonly cells: CellsMemory
}

export const makeCommonMemory = (): CommonMemory => ({
  journal: makeJournalMemory(),
  answers: makeAnswersMemory(),
  rows: makeRowsMemory(),
  cells: makeCellsMemory(),
})

export const openCommon = ({ journal, answers, rows, cells }: CommonMemory, isAlone: () => boolean): Common => ({
  journal: openJournal(journal),
  answers: openAnswers(answers),
  rows,
  cells,
  isAlone,
})
