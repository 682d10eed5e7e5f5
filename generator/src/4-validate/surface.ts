import type { Loaded } from "./compare.ts"
import { type Mismatch, same } from "./mismatch.ts"
import type { Outline } from "./outline.ts"

type Keyed = { readonly [name: string]: unknown }

const namesIn = (value: Keyed | undefined): readonly string[] => Object.keys(value ?? {}).toSorted()

/** Names that a stranger could send, and that every object answers to. */
const strangers: readonly string[] = ["no such name", "constructor", "__proto__", "toString"]

/** What the library says of itself, beside what the spec says: the parts that no step shows. */
export const compareSurface = (
  outline: Outline,
  { library, reaches }: Loaded,
  specHash: string,
): readonly Mismatch[] => {
  const mismatches: Mismatch[] = []
  const demand = (role: string, where: string, expected: unknown, actual: unknown): void => {
    if (!same(expected, actual))
      mismatches.push({ what: "library", instance: "every one", role, where, given: null, expected, actual })
  }
  const { name } = outline
  demand(name, "name", name, library.name)
  demand(name, "specHash", specHash, library.specHash)
  demand(name, "roles", outline.roles.map((role) => role.name).toSorted(), namesIn(library.roles))
  for (const { name: codec, to, reach } of outline.messages) demand(to, `reach of ${codec}`, reach, reaches[codec])
  for (const role of outline.roles) {
    const emitted = library.roles[role.name]
    if (emitted === undefined) continue
    const views = namesIn(emitted.views).map((view) => `views.${view}`)
    demand(role.name, "name", role.name, emitted.name)
    demand(role.name, "durable", role.durable, emitted.durable.fields.toSorted())
    demand(role.name, "calls", role.calls, namesIn(emitted.calls))
    demand(role.name, "activities", role.activities, namesIn(emitted.activities))
    demand(role.name, "views", role.views, views)
    const known = [...role.calls, ...role.activities, ...role.types.hears.map(({ type }) => type), ...emitted.timers]
    for (const stranger of strangers.filter((one) => !known.includes(one))) {
      const outcomes = strangeInputs(stranger).map((input) => emitted.step({}, input as never, situation as never).kind)
      demand(role.name, `a stranger's ${stranger}`, ["fault", "fault", "fault", "fault"], outcomes)
    }
  }
  return mismatches
}

const situation = { place: { self: "", peers: [], nodes: {} }, now: 0, pick: () => null }

const strangeInputs = (name: string): readonly unknown[] => [
  { kind: "message", from: "", message: { type: name } },
  { kind: "timer", timer: name },
  { kind: "call", name, argument: null, call: "" },
  { kind: "result", activity: name, key: "", request: null, result: null },
]
