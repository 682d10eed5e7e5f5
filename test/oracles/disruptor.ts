import { type Algorithm, algorithm, each, List, Set } from "@lockstep/language"
import { type Family, family } from "./functions.ts"

type Value = number | null
type Phase = "access" | "advance"

/** The slots of a ring, and the threads that access each of them right now. */
interface RingBuffer extends Family<"slot", Value>, Family<"readers", Set<string>>, Family<"writers", Set<string>> {}

/** The last number published, the last number that each reader has read, and all the values it has read. */
interface Disruptor extends RingBuffer, Family<"read", number>, Family<"consumed", List<Value>>, Family<"pc", Phase> {
  readonly published: number
}

const slot = family<"slot", Value>("slot")
const readersOf = family<"readers", Set<string>>("readers")
const writersOf = family<"writers", Set<string>>("writers")
const read = family<"read", number>("read")
const consumed = family<"consumed", List<Value>>("consumed")
const pc = family<"pc", Phase>("pc")

interface Bounds {
  readonly readers: readonly string[]
  readonly writers: readonly string[]
  readonly size: number
  readonly maxPublished: number
}

/**
 * A ring buffer in which every reader reads everything (`Disruptor/Disruptor_SPMC`).
 * With more than one writer there are data races.
 */
export const disruptor = ({ readers, writers, size, maxPublished }: Bounds): Algorithm<Disruptor> => {
  const indices = Array.from({ length: size }, (_, index) => index)

  return algorithm<Disruptor>({
    initial: [
      {
        ...slot.all(indices, () => null),
        ...readersOf.all(indices, () => Set.of()),
        ...writersOf.all(indices, () => Set.of()),
        published: -1,
        ...read.all(readers, () => -1),
        ...consumed.all(readers, () => List.of()),
        ...pc.all([...readers, ...writers], () => "advance"),
      },
    ],
    actions: {
      beginWrite: each(writers, (state, writer) => {
        const next = state.published + 1
        const index = next % size
        const isFree = readers.every((reader) => read.of(state, reader) >= next - size)
        return (
          isFree &&
          pc.of(state, writer) === "advance" && {
            ...pc.one(writer, "access"),
            ...writersOf.one(index, writersOf.of(state, index).add(writer)),
            ...slot.one(index, next),
          }
        )
      }),
      endWrite: each(writers, (state, writer) => {
        const next = state.published + 1
        const index = next % size
        return (
          pc.of(state, writer) === "access" && {
            ...pc.one(writer, "advance"),
            ...writersOf.one(index, writersOf.of(state, index).delete(writer)),
            published: next,
          }
        )
      }),
      beginRead: each(readers, (state, reader) => {
        const next = read.of(state, reader) + 1
        const index = next % size
        return (
          state.published >= next &&
          pc.of(state, reader) === "advance" && {
            ...pc.one(reader, "access"),
            ...readersOf.one(index, readersOf.of(state, index).add(reader)),
            ...consumed.one(reader, consumed.of(state, reader).append(slot.of(state, index))),
          }
        )
      }),
      endRead: each(readers, (state, reader) => {
        const next = read.of(state, reader) + 1
        const index = next % size
        return (
          pc.of(state, reader) === "access" && {
            ...pc.one(reader, "advance"),
            ...readersOf.one(index, readersOf.of(state, index).delete(reader)),
            ...read.one(reader, next),
          }
        )
      }),
    },
    always: {
      /** Nobody reads a slot while somebody writes it, and only one writes it. */
      noDataRaces: (state) =>
        indices.every((index) => {
          const writing = writersOf.of(state, index).size
          return writing === 0 || (writing === 1 && readersOf.of(state, index).size === 0)
        }),
      /** Nobody reads a slot that was never written. */
      readsWhatWasWritten: (state) =>
        readers.every((reader) => consumed.of(state, reader).every((value) => value !== null)),
    },
    within: ({ published }) => published < maxPublished,
  })
}

export const disruptor3 = disruptor({ readers: ["r1", "r2", "r3"], writers: ["w"], size: 4, maxPublished: 10 })
