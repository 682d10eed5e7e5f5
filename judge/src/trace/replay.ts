import type { AnyDefinition, AnyProtocol, NodeId } from "@lockstep/language"
import { watchProperties, type Watched } from "./global.ts"
import type { Entry, Life, Site } from "./life.ts"
import type { HeaderLine } from "./line.ts"
import { makeNotes, type Note, type Notes } from "./note.ts"
import { openPost, type Waits } from "./post.ts"
import { type Refusal, refusal } from "./refusal.ts"
import { inSuccession, isUnbroken } from "./succession.ts"
import type { Taken } from "./take.ts"
import { makeWalker, type Walked, type Walker } from "./walker.ts"

/** The first line that the spec does not allow. */
export interface Rejection extends Omit<Refusal, "kind"> {
  readonly node: string
  readonly role: string
  readonly life: string
  readonly entry: Entry
  readonly site: Site
}

/** What came of a replay. */
export interface Replayed {
  readonly kind: "replayed"
  /** The steps that the spec does just so. */
  readonly accepted: number
  readonly steps: number
  readonly nodes: readonly {
    readonly node: string
    readonly role: string
    readonly lives: number
    readonly steps: number
  }[]
  readonly notes: readonly Note[]
  readonly properties: Watched
  readonly rejection: Rejection | undefined
}

/** How a trace is held against its spec. */
export interface ReplayOptions {
  /** Properties of global states are evaluated for so long; steps are always retraced. */
  readonly budgetMillis?: number
}

/** Two headers that cannot be of one cluster. */
export interface Mixed {
  readonly kind: "mixed"
  readonly site: Site
  readonly reason: string
}

const namesOf = ({ nodes }: HeaderLine): string =>
  JSON.stringify(
    Object.keys(nodes)
      .sort()
      .map((role) => [role, [...(nodes[role] ?? [])].sort()]),
  )

const mixed = ({ site }: Life, reason: string): Mixed => ({ kind: "mixed", site, reason })

/** Why headers do not go together, or not with the protocol. */
const mixture = (protocol: AnyProtocol, lives: readonly Life[]): Mixed | undefined => {
  const [first] = lives
  for (const life of lives) {
    const { header } = life
    if (first !== undefined && header.protocol !== first.header.protocol)
      return mixed(life, `is of ${header.protocol}, and ${first.site.path} of ${first.header.protocol}`)
    if (first !== undefined && namesOf(header) !== namesOf(first.header))
      return mixed(life, `names other nodes than ${first.site.path}`)
    if (protocol.roles[header.role] === undefined)
      return mixed(life, `has the role ${header.role}, and the spec has none`)
    if (!(header.nodes[header.role] ?? []).includes(header.node as NodeId))
      return mixed(life, `is of ${header.node}, which it does not name among the ${header.role}`)
  }
  return undefined
}

const walkersFor = (protocol: AnyProtocol, lives: readonly Life[], notes: Notes): Walker[] => {
  const byNode = new Map(
    [...Map.groupBy(lives, ({ header }) => header.node)].map(([node, own]) => [node, inSuccession(own)]),
  )
  const roles: { readonly [role: string]: AnyDefinition } = Object.fromEntries(
    Object.entries(protocol.roles).map(([name, { definition }]) => [name, definition]),
  )
  const startsWhole = (node: string): boolean => isUnbroken(byNode.get(node) ?? [])
  const post = openPost(lives, startsWhole, notes)
  return [...byNode.values()].flatMap((own) => {
    const [first] = own
    const definition = first && roles[first.header.role]
    if (first === undefined || definition === undefined) return []
    const { role, node, nodes } = first.header
    const self = node as NodeId
    const place = { self, peers: (nodes[role] ?? []).filter((peer) => peer !== self), nodes }
    return [makeWalker({ actor: { place, definition, roles }, role }, own, post, notes)]
  })
}

type Step = Walked<Taken | Waits | Refusal> & { readonly walker: Walker }

const rejectionOf = ({ result, entry, life, walker }: Step): Rejection | undefined => {
  if (result.kind === "taken") return undefined
  const { kind: _, ...said } = result.kind === "waits" ? result.refusal : result
  return { ...said, node: walker.node, role: walker.role, life, entry, site: entry.site }
}

/** Nothing goes on: the one to blame is who waits for what never came, or for what was sent the longest time afterwards. */
const mostLate = (waiting: readonly Step[]): Step | undefined =>
  waiting.toSorted((one, other) => lateness(other) - lateness(one))[0]

const lateness = ({ result }: Step): number => (result.kind === "waits" ? result.lateMillis : 0)

/** The next step of all nodes in an order in which every message is sent before it is received, by their clocks otherwise. */
const advance = (walkers: readonly Walker[]): Step | undefined => {
  const waiting: Step[] = []
  for (const walker of walkers.toSorted((one, other) => one.next() - other.next())) {
    const walked = walker.walk()
    if (walked === undefined) continue
    if (walked.result.kind !== "waits") return { ...walked, walker }
    waiting.push({ ...walked, walker })
  }
  return mostLate(waiting)
}

const isStep = ({ kind }: Entry): boolean => kind === "step"

/** Holds what nodes have recorded against their spec: each step by itself, every message, and the properties where all is known. */
export const replayTrace = (
  protocol: AnyProtocol,
  lives: readonly Life[],
  { budgetMillis = 10_000 }: ReplayOptions = {},
): Replayed | Mixed => {
  const wrong = mixture(protocol, lives)
  if (wrong !== undefined) return wrong
  const notes = makeNotes()
  const walkers = walkersFor(protocol, lives, notes)
  const nodes = lives[0]?.header.nodes ?? {}
  const seen = new Set<string>(walkers.map(({ node }) => node))
  for (const node of Object.values(nodes).flat())
    if (!seen.has(node)) notes.add({ kind: "missing-node", node, count: 0 })
  const properties = watchProperties(protocol, nodes, budgetMillis)
  const steps = new Map(walkers.map(({ node }) => [node, 0]))
  let rejection: Rejection | undefined
  for (let step = advance(walkers); step !== undefined; step = advance(walkers)) {
    rejection = rejectionOf(step)
    if (rejection !== undefined || step.result.kind !== "taken") break
    const { walker, result } = step
    steps.set(walker.node, (steps.get(walker.node) ?? 0) + 1)
    const broken = properties.see(walker.node, result, notes.isWhole())
    if (broken === undefined) continue
    rejection = rejectionOf({ ...step, result: refusal("broken-property", broken) })
    break
  }
  return {
    kind: "replayed",
    accepted:
      [...steps.values()].reduce((sum, count) => sum + count, 0) - (rejection?.code === "broken-property" ? 1 : 0),
    steps: lives.reduce((sum, { entries }) => sum + entries.filter(isStep).length, 0),
    nodes: walkers.map(({ node, role }) => ({
      ...{ node, role, steps: steps.get(node) ?? 0 },
      lives: lives.filter(({ header }) => header.node === node).length,
    })),
    notes: notes.all(),
    properties: properties.watched(),
    rejection,
  }
}
