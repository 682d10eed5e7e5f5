import { type AnyAlgorithm, algorithm, each, type Next, refinement } from "@lockstep/language"
import fc from "fast-check"
import { domainCount, domainSize, placeOf, valueAt } from "./domains.ts"

/** A test of some variables: each must have one of some values, given as bits. */
type Condition = readonly { readonly variable: number; readonly among: number }[]

/** Gives a variable the value that a table has for another variable and the parameter. */
interface Change {
  readonly variable: number
  readonly reads: number
  readonly table: readonly number[]
}

interface Rule {
  readonly guard: Condition
  readonly alternatives: readonly (readonly Change[])[]
  readonly alone: boolean
  readonly refusal: "false" | "null" | "none"
}

interface ActionPlan {
  /** 0 for an action without a parameter. */
  readonly parameters: number
  readonly rules: readonly Rule[]
}

interface AbstractPlan {
  readonly variable: number
  readonly initial: number
  /** For each value, the values that may follow it, as bits. */
  readonly next: readonly number[]
}

/** A random algorithm as tables, so that a failing one can be shrunk and printed. */
export interface AlgorithmPlan {
  readonly domains: readonly number[]
  readonly initial: readonly (readonly number[])[]
  readonly actions: readonly ActionPlan[]
  readonly always: readonly Condition[]
  readonly never: readonly Condition[]
  readonly reachable: readonly Condition[]
  readonly step: readonly (readonly [before: Condition, after: Condition])[]
  readonly refines: readonly AbstractPlan[]
  readonly within: Condition | null
  readonly ends: Condition | null
}

interface State {
  readonly [variable: string]: unknown
}

const nameOf = (variable: number): string => `v${variable}`
const hasBit = (bits: number, bit: number): boolean => (bits & (1 << bit)) !== 0

const wrap = ({ domains }: AlgorithmPlan) => {
  const read = (state: State, variable: number): number => {
    const at = variable % domains.length
    return placeOf(domains[at] ?? 0, state[nameOf(at)])
  }
  const write = (variable: number, place: number): State => {
    const at = variable % domains.length
    return { [nameOf(at)]: valueAt(domains[at] ?? 0, place) }
  }
  const holds = (condition: Condition, state: State): boolean =>
    condition.every(({ variable, among }) => hasBit(among, read(state, variable)))
  return { read, write, holds }
}

type Access = ReturnType<typeof wrap>

const changed = ({ read, write }: Access, state: State, changes: readonly Change[], parameter: number): State =>
  Object.assign(
    {},
    ...changes.map(({ variable, reads, table }) =>
      write(variable, table[(read(state, reads) + parameter) % domainSize] ?? 0),
    ),
  )

const refusals = { false: false, null: null, none: [] } as const

const act =
  (access: Access, { rules }: ActionPlan) =>
  (state: State, parameter = 0): Next<State> => {
    const rule = rules.find(({ guard }) => access.holds(guard, state))
    if (rule === undefined) return false
    const [first, ...others] = rule.alternatives.map((changes) => changed(access, state, changes, parameter))
    if (first === undefined) return refusals[rule.refusal]
    return rule.alone ? first : [first, ...others]
  }

const actionOf = (access: Access, plan: ActionPlan) => {
  const run = act(access, plan)
  if (plan.parameters === 0) return (state: State) => run(state)
  return each(Array.from({ length: plan.parameters }).keys(), run)
}

const numbered = <Plan, Result>(kind: string, plans: readonly Plan[], build: (plan: Plan) => Result) =>
  Object.fromEntries(plans.map((plan, at) => [`${kind}${at}`, build(plan)]))

const abstraction = ({ read }: Access, { variable, initial, next }: AbstractPlan) =>
  refinement<State, { readonly at: number }, undefined>(
    algorithm<{ readonly at: number }>({
      initial: [0, 1, 2, 3].filter((at) => hasBit(initial, at)).map((at) => ({ at })),
      actions: { go: each([0, 1, 2, 3], ({ at }, to) => hasBit(next[at] ?? 0, to) && { at: to }) },
    }),
    (state) => ({ at: read(state, variable) }),
  )

/** The algorithm that a plan describes. */
export const algorithmOf = (plan: AlgorithmPlan): AnyAlgorithm => {
  const access = wrap(plan)
  const { holds } = access
  const { within, ends } = plan
  return algorithm<State>({
    initial: plan.initial.map((places) =>
      Object.assign({}, ...plan.domains.map((_, variable) => access.write(variable, places[variable] ?? 0))),
    ),
    actions: Object.fromEntries(plan.actions.map((action, at) => [`a${at}`, actionOf(access, action)])),
    always: numbered("always", plan.always, (condition) => (state: State) => !holds(condition, state)),
    never: numbered("never", plan.never, (condition) => (state: State) => holds(condition, state)),
    reachable: numbered("reachable", plan.reachable, (condition) => (state: State) => holds(condition, state)),
    step: numbered(
      "step",
      plan.step,
      ([before, after]) =>
        (old: State, state: State) =>
          !(holds(before, old) && holds(after, state)),
    ),
    refines: numbered("refines", plan.refines, (abstract) => abstraction(access, abstract)),
    ...(within !== null && { within: (state: State) => !holds(within, state) }),
    ...(ends !== null && { ends: (state: State) => !holds(ends, state) }),
  })
}

const variable = fc.nat({ max: 4 })
const among = fc.integer({ min: 1, max: 15 })
const condition = (minLength: number, maxLength: number): fc.Arbitrary<Condition> =>
  fc.array(fc.record({ variable, among }), { minLength, maxLength })
const rare = condition(2, 4)

const change: fc.Arbitrary<Change> = fc.record({
  variable,
  reads: variable,
  table: fc.array(fc.nat({ max: 3 }), { minLength: 4, maxLength: 4 }),
})

const rule: fc.Arbitrary<Rule> = fc.record({
  guard: condition(0, 3),
  alternatives: fc.oneof(
    {
      weight: 5,
      arbitrary: fc.array(fc.array(change, { maxLength: 3, size: "max" }), { minLength: 1, maxLength: 2, size: "max" }),
    },
    { weight: 1, arbitrary: fc.constant([]) },
  ),
  alone: fc.boolean(),
  refusal: fc.constantFrom("false", "null", "none"),
})

const action: fc.Arbitrary<ActionPlan> = fc.record({
  parameters: fc.nat({ max: 3 }),
  rules: fc.array(rule, { minLength: 1, maxLength: 3, size: "max" }),
})

const abstract: fc.Arbitrary<AbstractPlan> = fc.record({
  variable,
  initial: fc.constantFrom(15, 15, 7, 1),
  next: fc.array(fc.constantFrom(15, 15, 14, 13, 11, 7), { minLength: 4, maxLength: 4 }),
})

/** Half of the plans have nothing that can break, so that they are explored to the end. */
const sometimes = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<readonly Value[]> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(arbitrary, { maxLength: 2 }) })

/** Random algorithms over variables of every kind of data. */
export const algorithmPlans: fc.Arbitrary<AlgorithmPlan> = fc.record({
  domains: fc.array(fc.nat({ max: domainCount - 1 }), { minLength: 2, maxLength: 5, size: "max" }),
  initial: fc.array(fc.array(fc.nat({ max: 3 }), { minLength: 5, maxLength: 5 }), {
    minLength: 1,
    maxLength: 3,
    size: "max",
  }),
  actions: fc.array(action, { minLength: 2, maxLength: 4, size: "max" }),
  always: sometimes(rare),
  never: sometimes(rare),
  reachable: fc.array(rare, { maxLength: 2 }),
  step: sometimes(fc.tuple(condition(1, 3), condition(1, 3))),
  refines: sometimes(abstract),
  within: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: condition(1, 2) }),
  ends: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: rare }),
})
