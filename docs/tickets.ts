import { algorithm, each, Map, refinement, Set } from "@lockstep/language"

type Process = "p" | "q" | "r"
const processes: readonly Process[] = ["p", "q", "r"]

interface Mutex {
  readonly waiting: Set<Process>
  readonly owner: Process | null
}

/** What a lock is, whoever comes first. */
export const mutex = algorithm<Mutex>({
  initial: [{ waiting: Set.of<Process>(), owner: null }],
  actions: {
    ask: each(processes, ({ waiting, owner }, self) => owner !== self && { waiting: waiting.add(self) }),
    enter: ({ waiting, owner }) =>
      owner === null && waiting.map((next) => ({ waiting: waiting.delete(next), owner: next })),
    leave: ({ owner }) => owner !== null && { owner: null },
  },
  symmetry: [processes],
})

interface Tickets {
  readonly next: number
  readonly serving: number
  readonly ticket: Map<Process, number>
  readonly inside: Set<Process>
}

/** Three tickets that come round again, from any of them on. */
export const tickets = algorithm<Tickets>({
  initial: [0, 1, 2].map((first) => ({
    next: first,
    serving: first,
    ticket: Map.of<Process, number>(),
    inside: Set.of<Process>(),
  })),
  actions: {
    take: each(
      processes,
      ({ next, ticket }, self) => !ticket.has(self) && { ticket: ticket.set(self, next), next: (next + 1) % 3 },
    ),
    enter: each(
      processes,
      ({ serving, ticket, inside }, self) => ticket.get(self) === serving && { inside: inside.add(self) },
    ),
    leave: each(
      processes,
      ({ serving, ticket, inside }, self) =>
        inside.has(self) && { inside: inside.delete(self), ticket: ticket.delete(self), serving: (serving + 1) % 3 },
    ),
  },
  reachable: {
    /** All three have a ticket at once. */
    allWait: ({ ticket }) => ticket.size === 3,
  },
  refines: {
    /** It is a lock. */
    mutex: refinement(mutex, ({ ticket, inside }: Tickets) => ({
      waiting: Set.from(ticket.keys().filter((self) => !inside.has(self))),
      owner: inside.find(() => true) ?? null,
    })),
  },
  symmetry: [processes],
})
