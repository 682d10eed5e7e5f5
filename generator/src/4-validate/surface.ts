import type { Spec } from "../1-read/spec.ts"
import { payloadOf } from "../3-write/messages.ts"
import { unitsOf } from "../3-write/units.ts"
import type { Loaded } from "./compare.ts"
import { type Mismatch, same } from "./mismatch.ts"

type Keyed = { readonly [name: string]: unknown }

const namesIn = (value: Keyed | undefined): readonly string[] => Object.keys(value ?? {}).toSorted()

/** Names that a stranger could send, and that every object answers to. */
const strangers: readonly string[] = ["no such name", "constructor", "__proto__", "toString"]

/** What the library says of itself, beside what the spec says: the parts that no step shows. */
export const compareSurface = (spec: Spec, { library, reaches }: Loaded, specHash: string): readonly Mismatch[] => {
  const mismatches: Mismatch[] = []
  const demand = (role: string, where: string, expected: unknown, actual: unknown): void => {
    if (!same(expected, actual))
      mismatches.push({ what: "library", instance: "every one", role, where, given: null, expected, actual })
  }
  demand(spec.name, "name", spec.name, library.name)
  demand(spec.name, "specHash", specHash, library.specHash)
  demand(spec.name, "roles", spec.roles.map(({ name }) => name).toSorted(), namesIn(library.roles))
  for (const unit of unitsOf(spec)) {
    if (unit.kind !== "messages") continue
    const reach = unit.messages.map((kind) => payloadOf(kind).length)
    demand(unit.to, `reach of ${unit.name}`, reach, reaches[unit.name])
  }
  for (const role of spec.roles) {
    const emitted = library.roles[role.name]
    if (emitted === undefined) continue
    const sorted = (items: readonly { readonly name: string }[]) => items.map(({ name }) => name).toSorted()
    demand(role.name, "name", role.name, emitted.name)
    demand(role.name, "durable", role.durable.toSorted(), emitted.durable.fields.toSorted())
    demand(role.name, "calls", sorted(role.calls), namesIn(emitted.calls))
    demand(role.name, "activities", sorted(role.activities), namesIn(emitted.activities))
    demand(
      role.name,
      "views",
      sorted(role.views),
      namesIn(emitted.views).map((view) => `views.${view}`),
    )
    for (const name of strangers) {
      const outcomes = strangeInputs(name).map((input) => emitted.step({}, input as never, situation as never).kind)
      demand(role.name, `a stranger's ${name}`, ["fault", "fault", "fault", "fault"], outcomes)
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
