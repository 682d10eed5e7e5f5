import type { AnyAlgorithm } from "@lockstep/language"
import { makeComponents } from "../store/components.ts"
import { demandNoMore, isPlain, kindOf } from "../store/encode.ts"
import type { Journal } from "../store/journal.ts"
import { makeTrie, type Read, type Trie } from "../store/trie.ts"
import { demandAlgorithm } from "./form.ts"
import type { Coverage, Machine } from "./machine.ts"
import { cheapestFirst, makeRenamings, makeRenamingTables, setPermutations } from "./renaming.ts"
import { aRecord } from "./shape.ts"
import { guarded, trouble } from "./trouble.ts"

type Variables = { readonly [variable: string]: unknown }

interface Instance {
  readonly action: number
  readonly parameter: unknown
  readonly run: (state: Variables) => unknown
  readonly trie: Trie
}

/** The alternatives of an action, each a list of slot, component, slot, component. */
type Alternatives = readonly (readonly number[])[]

const none: Alternatives = []

/** What has no fields of its own, as a List or a promise of records, would change nothing and be told by nobody. */
const demandUpdate = (handler: string, update: unknown, input: unknown): object => {
  if (typeof update === "object" && update !== null && isPlain(update)) {
    demandNoMore(update)
    return update
  }
  return trouble(
    "not-a-state",
    handler,
    `returned ${kindOf(update)} where the changed variables were due`,
    input,
    "return `false`, a record of the variables that change, or an array of such records",
  )
}

/** A property looks at whole slots. */
const at: Machine["at"] = (states, place, from) => states[from + place] as number

/** Goes through items as often as one likes, also where they can be had only once. */
const remembered = <Item>(items: Iterable<Item>, path: string): (() => Iterable<Item>) => {
  const known: Item[] = []
  let source: Iterator<Item> | undefined
  return function* () {
    for (let at = 0; ; at++) {
      if (at === known.length) {
        const { done, value } = guarded(path, undefined, () => (source ??= items[Symbol.iterator]()).next())
        if (done) return
        aRecord(value, `${path}[${at}]`)
        known.push(value)
      }
      yield known[at] as Item
    }
  }
}

const firstOf = (beginnings: () => Iterable<Variables>, path: string): Variables => {
  for (const first of beginnings()) return first
  return trouble("bad-model", path, "has no state to begin with", undefined, "give `initial` at least one state")
}

/** An algorithm as a machine: one slot a variable, each action remembered by what it read. What its parts are called when they fail begins with `under`. */
export const algorithmMachine = (algorithm: AnyAlgorithm, journal?: Journal, under = ""): Machine => {
  const inInitial = `${under}initial`
  demandAlgorithm(algorithm)
  const components = makeComponents(journal)
  const beginnings = remembered(algorithm.initial as Iterable<Variables>, inInitial)
  const first = firstOf(beginnings, inInitial)
  const names = guarded(inInitial, undefined, () => Object.keys(first))
  const slotOf = new Map(names.map((name, slot) => [name, slot]))
  const coverage: Coverage[] = Object.keys(algorithm.actions).map((handler) => ({ handler, fired: 0 }))
  const results: Alternatives[] = [none]
  let runs = 0

  const lazyState = (read: Read): Variables => {
    const state = {}
    for (const [slot, name] of names.entries()) {
      Object.defineProperty(state, name, { enumerable: true, get: () => components.value(read(slot)) })
    }
    return Object.freeze(state)
  }

  const internUpdate = (handler: string, update: unknown, input: unknown): number[] => {
    const changes = guarded(handler, input, () => Object.entries(demandUpdate(handler, update, input)))
    return changes.flatMap(([name, value]) => {
      const slot = slotOf.get(name)
      if (slot === undefined)
        return trouble("surplus-field", handler, `changes a variable "${name}" that does not exist`, input)
      return [slot, guarded(handler, input, () => components.intern(value))]
    })
  }

  const readNext = (handler: string, returned: unknown, input: unknown): Alternatives => {
    if (returned === false || returned === null) return none
    const updates: readonly unknown[] = Array.isArray(returned) ? returned : [returned]
    return updates.map((update) => internUpdate(handler, update, input))
  }

  const makeInstance = (
    name: string,
    action: number,
    run: (state: Variables) => unknown,
    parameter: unknown,
  ): Instance => {
    const evaluate = (state: Variables): Alternatives => {
      runs++
      return readNext(
        name,
        guarded(name, parameter, () => run(state)),
        parameter,
      )
    }
    const trie = makeTrie(
      (read) => {
        const state = lazyState(read)
        return () => {
          const first = evaluate(state)
          if (JSON.stringify(first) !== JSON.stringify(evaluate(state)))
            trouble("impure", name, "gave two answers to the same state", parameter)
          const fired = coverage[action]
          if (first.length > 0 && fired !== undefined) fired.fired++
          return first.length === 0 ? 0 : results.push(first) - 1
        }
      },
      () => trouble("impure", name, "read different variables for the same state", parameter),
      at,
    )
    return { action, parameter, run, trie }
  }

  const instances = Object.entries(algorithm.actions).flatMap(([name, action], index) =>
    typeof action === "function"
      ? [makeInstance(under + name, index, (state) => action(state as never), undefined)]
      : action.values.map((value) =>
          makeInstance(under + name, index, (state) => action.run(state as never, value as never), value),
        ),
  )

  /** All states have the variables of the first. */
  const demandNames = (state: Variables): void => {
    const odd =
      names.find((name) => !Object.hasOwn(state, name)) ?? Object.keys(state).find((name) => !slotOf.has(name))
    if (odd !== undefined)
      trouble("bad-model", inInitial, `has states with different variables: "${odd}" is not in all of them`)
  }

  const intern = (state: Variables): Int32Array =>
    guarded(inInitial, undefined, () => {
      demandNoMore(state)
      demandNames(state)
      return Int32Array.from(names, (name) => components.intern(state[name]))
    })

  const tables = makeRenamingTables()

  return {
    slots: names.length,
    groups: [],
    places: names.length,
    at,
    components,
    hashes: () => components.hashes,
    tables: [],
    initial: function* () {
      for (const state of beginnings()) yield intern(state)
    },
    expand: (state, sink) => {
      for (let i = 0; i < instances.length; i++) {
        const result = (instances[i] as Instance).trie.evaluate(state)
        if (result === 0) continue
        const alternatives = results[result] as Alternatives
        for (let k = 0; k < alternatives.length; k++) {
          const update = alternatives[k] as readonly number[]
          for (let at = 0; at < update.length; at += 2) sink.set(update[at] as number, update[at + 1] as number)
          sink.commit(0, i, 0)
        }
      }
    },
    view: (read) => [lazyState(read), undefined],
    properties: [algorithm],
    within: algorithm.within as ((...view: never) => boolean) | undefined,
    renamings: makeRenamings(components, setPermutations(algorithm.symmetry ?? []), names, tables),
    compared: cheapestFirst(intern(first), components),
    snapshot: (state) =>
      names.map((name, slot) => ({ kind: "variable", name, value: components.value(state[slot] as number) })),
    label: (_kind, index) => {
      const instance = instances[index] as Instance
      const name = coverage[instance.action]?.handler ?? ""
      return {
        kind: "action",
        name,
        handler: name,
        ...(instance.parameter !== undefined && { detail: instance.parameter }),
      }
    },
    ran: (before, [, index]) => {
      const { run } = instances[index] as Instance
      return { told: [], again: () => void run(lazyState((slot) => before[slot] as number)) }
    },
    coverage: () => coverage,
    handlerRuns: () => runs,
    bytes: () => instances.reduce((sum, { trie }) => sum + trie.bytes(), components.bytes() + tables.bytes()),
    historyPlace: -1,
  }
}
