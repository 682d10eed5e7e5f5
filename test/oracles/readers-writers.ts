import { type Algorithm, algorithm, each, List, Set } from "@lockstep/language"

type Request = readonly ["read" | "write", actor: number]

/** Who reads, who writes, and the queue of those who want to. */
interface Library {
  readonly readers: Set<number>
  readonly writers: Set<number>
  readonly waiting: List<Request>
}

const isWaiting = (waiting: List<Request>, wish: Request[0], actor: number): boolean => waiting.includes([wish, actor])

/** Readers and writers that are served in the order of a queue (`ReadersWriters`). */
export const readersWriters = (actors: readonly number[]): Algorithm<Library> =>
  algorithm<Library>({
    initial: [{ readers: Set.of(), writers: Set.of(), waiting: List.of() }],
    actions: {
      tryRead: each(
        actors,
        ({ waiting }, actor) => !isWaiting(waiting, "read", actor) && { waiting: waiting.append(["read", actor]) },
      ),
      tryWrite: each(
        actors,
        ({ waiting }, actor) => !isWaiting(waiting, "write", actor) && { waiting: waiting.append(["write", actor]) },
      ),
      readOrWrite: ({ readers, writers, waiting }) => {
        const head = waiting.at(0)
        if (head === undefined || writers.size > 0) return false
        const [wish, actor] = head
        if (wish === "read") return { readers: readers.add(actor), waiting: waiting.slice(1) }
        return readers.size === 0 && { writers: writers.add(actor), waiting: waiting.slice(1) }
      },
      stop: each(actors, ({ readers, writers }, actor) => {
        if (readers.has(actor)) return { readers: readers.delete(actor) }
        return writers.has(actor) && { writers: writers.delete(actor) }
      }),
    },
    always: {
      /** Nobody reads while somebody writes, and only one writes. */
      safe: ({ readers, writers }) => (readers.size === 0 || writers.size === 0) && writers.size <= 1,
    },
  })

export const readersWriters3 = readersWriters([1, 2, 3])
