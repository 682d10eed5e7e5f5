import type { Unsupported } from "./1-read/spec.ts"
import type { Message } from "./diagnostic.ts"
import { nativeCollection } from "./messages.ts"

/** Why each kind of type is no data, and what to use. */
const reasons: {
  readonly [What in Exclude<Unsupported["what"], "collection">]: readonly [reason: string, fix: string]
} = {
  any: ["is not known", "Name a type that is declared or imported."],
  big: ["is a big integer", "Use `number` within the safe integers, or a string."],
  class: ["is an instance of a class", "Use an interface: data without methods."],
  date: ["is a date with methods and a time zone", "Use a `number` that counts ticks of `now`."],
  deep: [
    "has no end",
    "Let it contain itself through an interface: `interface Tree { readonly children: readonly Tree[] }`.",
  ],
  enum: ["is an enum", 'Use a union of strings: `"open" | "closed"`.'],
  function: ["is a function", "Keep what the function depends on, and decide in the handler."],
  fraction: ["is no safe integer", "Count in a smaller unit."],
  index: ["is a record with any number of keys, whose order depends on how it was built", "Use the language's `Map`."],
  library: ["belongs to the library and is no data", "Use an array, a record, or a collection of the language."],
  loose: ["is a tuple of no settled length", "Use an array, or a record with an array in it."],
  mixed: ["is a primitive and a record at once", "Use `Opaque`, or a record with a field for the primitive."],
  nothing: ["has no value", "Remove the field, or use `null`."],
  optional: ["may be missing", "Let it be there always: `field: T | null`."],
  ragged: [
    "is a union whose members have other fields each",
    "Give each of them all fields, and `null` to those that mean nothing there.",
  ],
  shapeless: ["is no record", "Give what it holds a name: `{ readonly items: ... }`."],
  symbol: ["is a symbol or keyed by one", "Use a string."],
  undefined: ["may be undefined, which no message can carry", 'Use `null` for "none".'],
  unknown: ["may be anything", "Name the type, or use `Opaque` for what the protocol only passes on."],
  unlike: [
    "is a union whose members no field tells apart",
    'Give each a tag: `{ type: "one"; ... } | { type: "other"; ... }`.',
  ],
}

/** What to say about a type that no state or message can have. */
export const unsupportedType = ({ what, path, type }: Unsupported): Message => {
  if (what === "collection") {
    const name = type.replace(/<.*/s, "")
    return { ...nativeCollection(name), reason: `\`${path}\`: ${nativeCollection(name).reason}` }
  }
  const [reason, fix] = reasons[what]
  return { code: "unsupported-type", reason: `\`${path}\`: \`${type.replace(/\s+/g, " ")}\` ${reason}.`, fix }
}
