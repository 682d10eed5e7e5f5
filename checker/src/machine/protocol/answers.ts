import { extended, makeMemory, type Memory } from "../../store/memory.ts"

/** What a handler answered, in component numbers. */
export interface Answer {
  readonly node: number
  readonly ignored: boolean
  /** Destination and envelope, in turn. */
  readonly sends: readonly number[]
  /** Those that are out if the node crashes in the middle of the step. */
  readonly early: readonly number[]
  readonly events: readonly number[]
}

/** What was asked: which node, in which state, took what. */
export interface Question {
  readonly index: number
  readonly before: number
  readonly input: number
}

/** The memory of what the threads of a search tell each other. */
export interface AnswersMemory {
  /** How many words are taken. */
  readonly used: SharedArrayBuffer
  /** One entry behind the other, each as long as its first word says, which is written last. */
  readonly words: Memory
}

const maxBytes = 2 ** 33

export const makeAnswersMemory = (): AnswersMemory => ({
  used: new SharedArrayBuffer(4),
  words: makeMemory(maxBytes),
})

/** What the threads of a search tell each other of the handlers that they have run, so that one is enough for all. */
export interface Answers {
  readonly tell: (question: Question, answers: readonly Answer[]) => void
  /** Hands over what was told since, by whomever. */
  readonly hear: (take: (question: Question, answers: readonly Answer[]) => void) => void
  /** What this thread has told takes. */
  readonly bytes: () => number
}

const wordsOf = ({ index, before, input }: Question, answers: readonly Answer[]): readonly number[] => [
  index,
  before,
  input,
  ...answers.flatMap(({ node, ignored, sends, early, events }) => [
    ...[node, ignored ? 1 : 0],
    ...[sends, early, events].flatMap((list) => [list.length, ...list]),
  ]),
]

/** Reads an entry whose words end at `end`. */
const readEntry = (words: Int32Array, begin: number, end: number): readonly [Question, readonly Answer[]] => {
  let at = begin
  const word = (): number => words[at++] as number
  /** Grown by `push`, it is of the kind that the lists of this thread are: a spread would be of another. */
  const list = (): readonly number[] => {
    const items: number[] = []
    for (let left = word(); left > 0; left--) items.push(word())
    return items
  }
  const question = { index: word(), before: word(), input: word() }
  const answers: Answer[] = []
  while (at < end) answers.push({ node: word(), ignored: word() === 1, sends: list(), early: list(), events: list() })
  return [question, answers]
}

/** Opens what the threads tell each other. */
export const openAnswers = (memory: AnswersMemory): Answers => {
  const used = new Int32Array(memory.used)
  let words = extended(memory.words, new Int32Array(0), 4_096)
  let heard = 0
  let told = 0

  const room = (end: number): void => {
    if (end > words.length) words = extended(memory.words, words, end)
  }

  return {
    tell: (question, answers) => {
      const entry = wordsOf(question, answers)
      const begin = Atomics.add(used, 0, entry.length + 1)
      room(begin + entry.length + 1)
      words.set(entry, begin + 1)
      Atomics.store(words, begin, entry.length + 1)
      told += entry.length + 1
    },
    hear: (take) => {
      for (const end = Atomics.load(used, 0); heard < end;) {
        room(heard + 1)
        const size = Atomics.load(words, heard)
        if (size === 0) return
        room(heard + size)
        take(...readEntry(words, heard + 1, heard + size))
        heard += size
      }
    },
    bytes: () => 4 * told,
  }
}
