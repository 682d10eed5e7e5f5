import { type AnyAlgorithm, algorithm, each, List, Map, Set } from "@lockstep/language"
import fc from "fast-check"

/** A test of one member of a set of interchangeable names; an absent part is not asked for. */
interface Guard {
  readonly stages: number
  readonly owner: "any" | "none" | "me" | "other"
  readonly inCrowd: boolean | null
}

interface Deed {
  readonly stage: number | null
  readonly owner: "stays" | "none" | "me" | "each"
  readonly crowd: "stays" | "joined" | "left" | "swapped"
  readonly line: "stays" | "longer" | "cut"
  readonly link: "stays" | "owner" | "removed"
}

interface Crowd {
  readonly stage: number
  readonly count: number
  readonly crowd: number
  readonly owned: boolean | null
}

/** A random algorithm that treats all names alike. */
export interface SymmetricPlan {
  /** The interchangeable names, and two more with the same rules when there is another set of them. */
  readonly names: number
  readonly others: boolean
  /** Whether stages stand in a record with a field for each name, or in a map. */
  readonly asRecord: boolean
  readonly actions: readonly { readonly guard: Guard; readonly deed: Deed }[]
  readonly always: readonly Crowd[]
  readonly reachable: readonly Crowd[]
  readonly step: readonly (readonly [before: Crowd, after: Crowd])[]
  readonly within: Crowd | null
}

interface State {
  readonly stages: { readonly [name: string]: number } | Map<string, number>
  readonly owner: string | null
  readonly crowd: Set<string>
  readonly line: List<readonly [string, number]>
  readonly links: Map<string, string>
}

const lineLimit = 2

const isMap = (stages: State["stages"]): stages is Map<string, number> => stages.kind === "Map"
const stageOf = ({ stages }: State, name: string): number | undefined =>
  isMap(stages) ? stages.get(name) : stages[name]
const stagesOf = ({ stages }: State): readonly number[] => (isMap(stages) ? stages.values() : Object.values(stages))
const moved = ({ stages }: State, name: string, stage: number): State["stages"] =>
  isMap(stages) ? stages.set(name, stage) : { ...stages, [name]: stage }

const allows = ({ stages, owner, inCrowd }: Guard, state: State, me: string): boolean => {
  const relation = state.owner === null ? "none" : state.owner === me ? "me" : "other"
  return (
    (stages & (1 << (stageOf(state, me) ?? 0))) !== 0 &&
    (owner === "any" || owner === relation) &&
    (inCrowd === null || inCrowd === state.crowd.has(me))
  )
}

const crowdAfter = ({ crowd }: State, deed: Deed["crowd"], me: string): Set<string> => {
  if (deed === "stays") return crowd
  if (deed === "joined") return crowd.add(me)
  return deed === "left" || crowd.has(me) ? crowd.delete(me) : crowd.add(me)
}

const lineAfter = ({ line }: State, deed: Deed["line"], me: string, stage: number): State["line"] => {
  if (deed === "longer" && line.length < lineLimit) return line.append([me, stage])
  return deed === "cut" ? line.slice(1) : line
}

const linksAfter = ({ links, owner }: State, deed: Deed["link"], me: string): State["links"] => {
  if (deed === "stays") return links
  return deed === "removed" ? links.delete(me) : links.set(me, owner ?? me)
}

const owners = ({ owner }: State, deed: Deed["owner"], me: string, names: readonly string[]) => {
  if (deed === "each") return names
  return [deed === "stays" ? owner : deed === "me" ? me : null]
}

const act = (state: State, me: string, deed: Deed, names: readonly string[]): readonly State[] => {
  const stage = deed.stage ?? stageOf(state, me) ?? 0
  return owners(state, deed.owner, me, names).map((owner) => ({
    owner,
    stages: moved(state, me, stage),
    crowd: crowdAfter(state, deed.crowd, me),
    line: lineAfter(state, deed.line, me, stage),
    links: linksAfter(state, deed.link, me),
  }))
}

const looksLike = ({ stage, count, crowd, owned }: Crowd, state: State): boolean =>
  stagesOf(state).filter((other) => other === stage).length >= count &&
  state.crowd.size >= crowd &&
  (owned === null || owned === (state.owner !== null))

const numbered = <Plan, Result>(kind: string, plans: readonly Plan[], build: (plan: Plan) => Result) =>
  Object.fromEntries(plans.map((plan, at) => [`${kind}${at}`, build(plan)]))

/** The algorithm that a plan describes, with the symmetry that it has. */
export const symmetricOf = (plan: SymmetricPlan): AnyAlgorithm => {
  const sets = [["x", "y", "z"].slice(0, plan.names), plan.others ? ["p", "q"] : []]
  const names = sets.flat()
  const { within } = plan
  const stages = Object.fromEntries(names.map((name) => [name, 0]))
  return algorithm<State>({
    initial: [
      {
        stages: plan.asRecord ? stages : Map.from(Object.entries(stages)),
        owner: null,
        crowd: Set.of(),
        line: List.of(),
        links: Map.of(),
      },
    ],
    actions: numbered("a", plan.actions, ({ guard, deed }) =>
      each(names, (state: State, me) => allows(guard, state, me) && act(state, me, deed, names)),
    ),
    always: numbered("always", plan.always, (crowd) => (state: State) => !looksLike(crowd, state)),
    reachable: numbered("reachable", plan.reachable, (crowd) => (state: State) => looksLike(crowd, state)),
    step: numbered(
      "step",
      plan.step,
      ([before, after]) =>
        (old: State, state: State) =>
          !(looksLike(before, old) && looksLike(after, state)),
    ),
    ...(within !== null && { within: (state: State) => !looksLike(within, state) }),
    symmetry: sets.filter((set) => set.length > 0),
  })
}

const guard: fc.Arbitrary<Guard> = fc.record({
  stages: fc.integer({ min: 1, max: 7 }),
  owner: fc.constantFrom("any", "any", "none", "me", "other"),
  inCrowd: fc.constantFrom(null, null, true, false),
})

const deed: fc.Arbitrary<Deed> = fc.record({
  stage: fc.constantFrom(null, 0, 1, 2),
  owner: fc.constantFrom("stays", "stays", "none", "me", "each"),
  crowd: fc.constantFrom("stays", "stays", "joined", "left", "swapped"),
  line: fc.constantFrom("stays", "stays", "stays", "longer", "cut"),
  link: fc.constantFrom("stays", "stays", "stays", "owner", "removed"),
})

const crowd: fc.Arbitrary<Crowd> = fc.record({
  stage: fc.nat({ max: 2 }),
  count: fc.integer({ min: 1, max: 3 }),
  crowd: fc.nat({ max: 2 }),
  owned: fc.constantFrom(null, true, false),
})

const atMost = <Value>(maxLength: number, arbitrary: fc.Arbitrary<Value>) =>
  fc.array(arbitrary, { maxLength, size: "max" })
const sometimes = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<readonly Value[]> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: atMost(1, arbitrary) })

/** Random algorithms with interchangeable names in values, in sets, as fields and as keys. */
export const symmetricPlans: fc.Arbitrary<SymmetricPlan> = fc.record({
  names: fc.integer({ min: 2, max: 3 }),
  others: fc.boolean(),
  asRecord: fc.boolean(),
  actions: fc.array(fc.record({ guard, deed }), { minLength: 2, maxLength: 4, size: "max" }),
  always: sometimes(crowd),
  reachable: atMost(1, crowd),
  step: sometimes(fc.tuple(crowd, crowd)),
  within: fc.option(crowd, { freq: 3, nil: null }),
})
