import { type Algorithm, algorithm, each, List, pairs, refinement, Set } from "@lockstep/language"
import { type On, over } from "./functions.ts"

type Client = "c1" | "c2" | "c3"
type Resource = "r1" | "r2"
type Resources = Set<Resource>

/** What each client has asked for and not yet got, and what it has. */
interface Allocation {
  readonly unsatisfied: On<Client, Resources>
  readonly allocated: On<Client, Resources>
}

const clients: readonly Client[] = ["c1", "c2", "c3"]
const some: readonly Resources[] = [Set.of("r1"), Set.of("r2"), Set.of("r1", "r2")]
const choices = pairs(clients, some)

const none = Set.of<Resource>()
const nothing: Allocation = { unsatisfied: over(clients, () => none), allocated: over(clients, () => none) }

const areApart = (one: Resources, other: Resources): boolean => !one.some((resource) => other.has(resource))

const isFree = ({ allocated }: Allocation, wanted: Resources): boolean =>
  clients.every((client) => areApart(allocated[client], wanted))

const request = ({ unsatisfied, allocated }: Allocation, [client, wanted]: readonly [Client, Resources]) =>
  unsatisfied[client].size === 0 &&
  allocated[client].size === 0 && { unsatisfied: { ...unsatisfied, [client]: wanted } }

const allocate = (state: Allocation, [client, given]: readonly [Client, Resources]) => {
  const { unsatisfied, allocated } = state
  return (
    given.isSubsetOf(unsatisfied[client]) &&
    isFree(state, given) && {
      allocated: { ...allocated, [client]: allocated[client].union(given) },
      unsatisfied: { ...unsatisfied, [client]: unsatisfied[client].delete(...given) },
    }
  )
}

const release = ({ allocated }: Allocation, [client, back]: readonly [Client, Resources]) =>
  back.isSubsetOf(allocated[client]) && { allocated: { ...allocated, [client]: allocated[client].delete(...back) } }

/** A resource is allocated to one client. */
const exclusive = ({ allocated }: Allocation): boolean =>
  pairs(clients, clients).every(([one, other]) => one === other || areApart(allocated[one], allocated[other]))

/** Clients that ask for resources, and get them in any order (`allocator/SimpleAllocator`). */
export const simpleAllocator: Algorithm<Allocation> = algorithm<Allocation>({
  initial: [nothing],
  actions: { request: each(choices, request), allocate: each(choices, allocate), release: each(choices, release) },
  always: { exclusive },
  ends: () => false,
})

/** The clients that are served, in this order. */
interface Scheduled extends Allocation {
  readonly schedule: List<Client>
}

const orders = (some: readonly Client[]): readonly (readonly Client[])[] =>
  some.length === 0
    ? [[]]
    : some.flatMap((first) => orders(some.filter((one) => one !== first)).map((rest) => [first, ...rest]))

/** What a scheduled client can hope for: what is free, and what those before it and those without a place hold or will. */
const withinReach = (state: Scheduled, place: number): Resources => {
  const { unsatisfied, allocated, schedule } = state
  const before = schedule.slice(0, place)
  const unscheduled = clients.filter((client) => !schedule.includes(client))
  return Set.from([
    ...some.filter((one) => isFree(state, one)).flatMap((one) => [...one]),
    ...before.map((client) => unsatisfied[client].union(allocated[client])).flatMap((one) => [...one]),
    ...unscheduled.flatMap((client) => [...allocated[client]]),
  ])
}

/** An allocator that serves its clients by a schedule (`allocator/SchedulingAllocator`). */
export const schedulingAllocator: Algorithm<Scheduled> = algorithm<Scheduled>({
  initial: [{ ...nothing, schedule: List.of() }],
  actions: {
    request: each(choices, request),
    allocate: each(choices, (state, choice) => {
      const { unsatisfied, schedule } = state
      const [client, given] = choice
      const place = schedule.findIndex((one) => one === client)
      const isNext = schedule.slice(0, place).every((before) => areApart(unsatisfied[before], given))
      if (place < 0 || !isNext) return false
      const after = allocate(state, choice)
      const isDone = given.size === unsatisfied[client].size
      return after && { ...after, schedule: isDone ? List.from(schedule.filter((one) => one !== client)) : schedule }
    }),
    release: each(choices, release),
    schedule: ({ unsatisfied, schedule }) => {
      const waiting = clients.filter((client) => unsatisfied[client].size > 0 && !schedule.includes(client))
      return waiting.length > 0 && orders(waiting).map((order) => ({ schedule: schedule.append(...order) }))
    },
  },
  always: {
    exclusive,
    /** Who is scheduled waits for something, and for nothing that somebody behind it holds. */
    keepsTheOrder: ({ unsatisfied, allocated, schedule }) =>
      schedule.every(
        (client, place) =>
          unsatisfied[client].size > 0 &&
          schedule.slice(place + 1).every((behind) => areApart(unsatisfied[client], allocated[behind])),
      ),
    /** Who is scheduled can be served once those before it are. */
    canBeServed: (state) =>
      state.schedule.every((client, place) => state.unsatisfied[client].isSubsetOf(withinReach(state, place))),
  },
  refines: {
    /** It allocates as the simple one may (`allocator/AllocatorRefinement`). */
    simple: refinement(simpleAllocator, ({ unsatisfied, allocated }: Scheduled) => ({ unsatisfied, allocated })),
  },
  ends: () => false,
})
