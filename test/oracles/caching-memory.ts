import { type Algorithm, algorithm, each, List, pairs, refinement } from "@lockstep/language"
import { functions, type On, over } from "./functions.ts"

type Processor = "p1" | "p2"
type Address = "a1" | "a2" | "a3"
type Value = "v1" | "v2"
type Request =
  { readonly op: "read"; readonly adr: Address } | { readonly op: "write"; readonly adr: Address; readonly val: Value }
type Buffer = Request | { readonly op: "answer"; readonly val: Value } | null

/** What went over the interface last, and each processor's request or answer. */
interface Interface {
  readonly last: readonly [Processor, Buffer]
  readonly buffer: On<Processor, Buffer>
}
type Stage = "ready" | "busy" | "done"

/** An address that the memory does not have has no value. */
type Cells = On<Address, Value | null>

interface Memory extends Interface {
  readonly cells: Cells
  readonly stage: On<Processor, Stage>
}

const processors: readonly Processor[] = ["p1", "p2"]
const allAddresses: readonly Address[] = ["a1", "a2", "a3"]
const values: readonly Value[] = ["v1", "v2"]

const requestsFor = (addresses: readonly Address[]): readonly Request[] => [
  ...addresses.map((adr) => ({ op: "read", adr }) as const),
  ...pairs(addresses, values).map(([adr, val]) => ({ op: "write", adr, val }) as const),
]

const empty: Cells = over(allAddresses, () => null)
const silent: Interface = { last: ["p1", null], buffer: over(processors, () => null) }

const asks = ({ buffer }: Interface, p: Processor, request: Request): Interface => ({
  last: [p, request],
  buffer: { ...buffer, [p]: request },
})

const answered = (val: Value | null): Buffer => (val === null ? null : { op: "answer", val })

/** A memory that does one thing at a time (`CachingMemory/InternalMemory`). */
const memoryOf = (addresses: readonly Address[]): Algorithm<Memory> =>
  algorithm<Memory>({
    initial: functions(addresses, values).map((cells) => ({
      ...silent,
      cells: { ...empty, ...cells },
      stage: over(processors, () => "ready"),
    })),
    actions: {
      ask: each(
        pairs(processors, requestsFor(addresses)),
        (state, [p, request]) =>
          state.stage[p] === "ready" && { ...asks(state, p, request), stage: { ...state.stage, [p]: "busy" } },
      ),
      work: each(processors, ({ stage, buffer, cells }, p) => {
        const request = buffer[p]
        if (stage[p] !== "busy" || request === null || request.op === "answer") return false
        const done = { ...stage, [p]: "done" } as const
        return request.op === "write"
          ? { stage: done, buffer: { ...buffer, [p]: null }, cells: { ...cells, [request.adr]: request.val } }
          : { stage: done, buffer: { ...buffer, [p]: answered(cells[request.adr]) } }
      }),
      answer: each(
        processors,
        ({ stage, buffer }, p) => stage[p] === "done" && { last: [p, buffer[p]], stage: { ...stage, [p]: "ready" } },
      ),
    },
    ends: () => false,
  })

export const internalMemory = memoryOf(allAddresses)

/** Each processor's cache, and the requests that are on their way to the memory. */
interface CachedMemory extends Interface {
  readonly cells: Cells
  readonly stage: On<Processor, Stage | "waiting">
  readonly cache: On<Processor, Cells>
  readonly queue: List<readonly [Processor, Request]>
}

/** The memory once all that is on its way has come. */
const cellsToBe = ({ cells, queue }: CachedMemory): Cells =>
  queue.reduce((all, [, request]) => (request.op === "read" ? all : { ...all, [request.adr]: request.val }), cells)

const addresses: readonly Address[] = ["a1"]
const hasRoom = ({ queue }: CachedMemory): boolean => queue.length < 1

/** A memory of one address with a cache for each processor, which is written through (`CachingMemory/WriteThroughCache`). */
export const writeThroughCache: Algorithm<CachedMemory> = algorithm<CachedMemory>({
  initial: functions(addresses, values).map((cells) => ({
    ...silent,
    cells: { ...empty, ...cells },
    stage: over(processors, () => "ready"),
    cache: over(processors, () => empty),
    queue: List.of(),
  })),
  actions: {
    ask: each(
      pairs(processors, requestsFor(addresses)),
      (state, [p, request]) =>
        state.stage[p] === "ready" && { ...asks(state, p, request), stage: { ...state.stage, [p]: "busy" } },
    ),
    answer: each(
      processors,
      ({ stage, buffer }, p) => stage[p] === "done" && { last: [p, buffer[p]], stage: { ...stage, [p]: "ready" } },
    ),
    miss: each(processors, (state, p) => {
      const { stage, buffer, cache, queue } = state
      const request = buffer[p]
      return (
        stage[p] === "busy" &&
        request?.op === "read" &&
        cache[p][request.adr] === null &&
        hasRoom(state) && { queue: queue.append([p, request]), stage: { ...stage, [p]: "waiting" } }
      )
    }),
    hit: each(processors, ({ stage, buffer, cache }, p) => {
      const request = buffer[p]
      if ((stage[p] !== "busy" && stage[p] !== "waiting") || request?.op !== "read") return false
      const val = cache[p][request.adr]
      return val !== null && { buffer: { ...buffer, [p]: answered(val) }, stage: { ...stage, [p]: "done" } }
    }),
    write: each(processors, (state, p) => {
      const { stage, buffer, cache, queue } = state
      const request = buffer[p]
      if (stage[p] !== "busy" || request?.op !== "write" || !hasRoom(state)) return false
      const { adr, val } = request
      return {
        cache: over(processors, (q) => (p === q || cache[q][adr] !== null ? { ...cache[q], [adr]: val } : cache[q])),
        queue: queue.append([p, request]),
        buffer: { ...buffer, [p]: null },
        stage: { ...stage, [p]: "done" },
      }
    }),
    memoryTakes: (state) => {
      const { cells, cache, queue } = state
      const first = queue.at(0)
      if (first === undefined) return false
      const [p, request] = first
      const { adr } = request
      return request.op === "write"
        ? { cells: { ...cells, [adr]: request.val }, queue: queue.slice(1) }
        : { cache: { ...cache, [p]: { ...cache[p], [adr]: cellsToBe(state)[adr] } }, queue: queue.slice(1) }
    },
    evict: each(pairs(processors, addresses), ({ stage, buffer, cache }, [p, adr]) => {
      const request = buffer[p]
      const isAwaited = stage[p] === "waiting" && request?.op === "read" && request.adr === adr
      return !isAwaited && { cache: { ...cache, [p]: { ...cache[p], [adr]: null } } }
    }),
  },
  always: {
    /** Two caches that have an address have the same value. */
    coherent: ({ cache }) =>
      addresses.every((adr) => {
        const cached = processors.flatMap((p) => cache[p][adr] ?? [])
        return cached.every((val) => val === cached[0])
      }),
  },
  refines: {
    /** It is a memory that does one thing at a time. */
    memory: refinement(memoryOf(addresses), (state: CachedMemory) => ({
      last: state.last,
      buffer: state.buffer,
      cells: cellsToBe(state),
      stage: over(processors, (p) => {
        const stage = state.stage[p]
        return stage === "waiting" ? "busy" : stage
      }),
    })),
  },
  ends: () => false,
})
