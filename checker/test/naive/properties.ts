import type { AnyProperties } from "@lockstep/language"
import type { Machine } from "./search.ts"

/** What a property is given: the view and what surrounds it. */
export interface Sight {
  readonly view: unknown
  readonly around: unknown
}

/** Calls a property that has lost its types; this is the only place that does. */
const call = (property: (...given: never[]) => unknown, ...given: unknown[]): unknown =>
  (property as (...given: unknown[]) => unknown)(...given)

type Tests<State> = Pick<Machine<State>, "always" | "never" | "reachable" | "step" | "refines" | "ends">

/** The properties of one owner, over whole states. */
export const propertiesOf = <State>(owner: AnyProperties, see: (state: State) => Sight): Tests<State> => {
  const test = (property: (view: never, around: never) => boolean) => (state: State) => {
    const { view, around } = see(state)
    return Boolean(call(property, view, around))
  }
  const named = (tests: AnyProperties["always"] = {}) =>
    Object.entries(tests).map(([name, property]) => [name, test(property)] as const)
  return {
    always: named(owner.always),
    never: named(owner.never),
    reachable: named(owner.reachable),
    step: Object.entries(owner.step ?? {}).map(([name, property]) => [
      name,
      (before, after) =>
        Boolean(call(property, see(before).view, see(after).view, see(before).around, see(after).around)),
    ]),
    refines: Object.entries(owner.refines ?? {}).map(([name, { machine, map }]) => [
      name,
      { machine, map: (state) => call(map, see(state).view, see(state).around) },
    ]),
    ends: owner.ends === undefined ? [] : [test(owner.ends)],
  }
}

/** The properties of two owners together. */
export const both = <State>(one: Tests<State>, other: Tests<State>): Tests<State> => ({
  always: [...one.always, ...other.always],
  never: [...one.never, ...other.never],
  reachable: [...one.reachable, ...other.reachable],
  step: [...one.step, ...other.step],
  refines: [...one.refines, ...other.refines],
  ends: [...one.ends, ...other.ends],
})

/** Asks a bound; without one, every state is within. */
export const withinOf =
  <State>(within: ((view: never, around: never) => boolean) | undefined, see: (state: State) => Sight) =>
  (state: State): boolean =>
    within === undefined || Boolean(call(within, see(state).view, see(state).around))
