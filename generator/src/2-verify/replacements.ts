import { collectionOf } from "../1-read/language-types.ts"
import type { Program } from "../1-read/program.ts"
import { ts } from "../typescript.ts"

/** What has members of its own in JavaScript. */
type Owner = "List" | "Map" | "Set" | "array" | "text" | "number" | "function" | "pattern"

type Replacements = ReadonlyMap<string, string>

/** The same for several names. */
const each = (fix: string, ...names: readonly string[]): readonly (readonly [string, string])[] =>
  names.map((name) => [name, fix])

const safe = "Leave it out: the numbers of a spec are safe integers."

/** What these do elsewhere, whatever they are members of. */
const anywhere: Replacements = new Map([
  ...each("Go through it with `for`-`of`, or build the result with `map` or `reduce`.", "forEach"),
  ...each(safe, "isNaN", "isFinite"),
  ...each("Compare the fields, or whole values with `equal`.", "hasOwnProperty", "valueOf"),
])

/** What to write instead of a pattern. */
export const looksForText =
  "Look for a text with `includes`, `startsWith`, `indexOf` or `split`; or keep what it tells apart in fields."
const cases = "Let it come in one form from outside: how texts are changed depends on the engine's version of Unicode."
const digits = "Round with `Math.floor`, and leave texts for people to whoever reads them."

const members: { readonly [of in Owner]: Replacements } = {
  List: new Map([
    ...each("Build a new one: `list.with(index, item)`.", "set"),
    ...each("Build a new one: `list.append(item)`.", "add", "put"),
    ...each("Build a new one: `list.append(...items)`.", "concat", "extend"),
    ...each("Ask for `list.at(index)`.", "get"),
    ...each("Ask for `list.length`.", "size", "count"),
    ...each("Ask for `list.at(0)`.", "first"),
    ...each("Ask for `list.includes(item)`.", "has", "contains"),
    ...each("Take what stays: `List.from(list.filter(keep))`.", "delete", "remove"),
    ...each("Write `[...list]`.", "toArray"),
  ]),
  Map: new Map([
    ...each("Build a new one: `map.set(key, value)`.", "with", "add", "put"),
    ...each("Build a new one: `map.delete(key)`.", "remove", "without"),
    ...each("Ask for `map.size`.", "length", "count"),
    ...each("Ask for `map.has(key)`.", "contains", "includes"),
    ...each("Go through `map.entries()` with `for`-`of`.", "forEach"),
    ...each("Begin anew with `Map.of()`.", "clear"),
    ...each("Write `map.entries()`.", "toArray"),
  ]),
  Set: new Map([
    ...each("Build a new one: `set.add(item)`.", "with", "append", "push", "put"),
    ...each("Build a new one: `set.delete(item)`.", "remove", "without"),
    ...each("Ask for `set.size`.", "length", "count"),
    ...each("Ask for `set.has(item)`.", "contains", "includes"),
    ...each("Go through it with `for`-`of`.", "forEach"),
    ...each("Begin anew with `Set.of()`.", "clear"),
    ...each("Write `[...set]`.", "toArray", "values", "keys", "entries"),
    ...each("Take what is in both: `Set.from(set.filter((item) => other.has(item)))`.", "intersection"),
    ...each("Take what stays: `set.delete(...other)`.", "difference"),
  ]),
  array: new Map([
    ...each("Build a new one: `[...array, item]`.", "append", "add"),
    ...each("Build a new one: `array.with(index, item)`.", "set"),
    ...each("Ask for `array.at(-1)`.", "last"),
    ...each("Ask for `array.at(0)`.", "first"),
    ...each("Ask for `array.at(index)`.", "get"),
    ...each("Ask for `array.length`.", "size", "count"),
    ...each("Ask for `array.includes(item)`.", "has", "contains"),
    ...each("Take what stays: `array.filter(keep)`.", "delete", "remove"),
    ...each("Take what stays: `array.slice(0, length)`.", "truncate"),
  ]),
  text: new Map([
    ...each("Use `replaceAll`, which takes a text.", "replace"),
    ...each("Use `slice`.", "substring", "substr"),
    ...each("Use `at`.", "charAt"),
    ...each("Use `charCodeAt`.", "codePointAt"),
    ...each("Use `trim`, which takes the blanks of both ends.", "trimStart", "trimEnd", "trimLeft", "trimRight"),
    ...each(cases, "toUpperCase", "toLowerCase", "normalize"),
    ...each(looksForText, "match", "matchAll", "search"),
    ...each("Ask for `length`.", "size"),
  ]),
  number: new Map(each(digits, "toFixed", "toPrecision", "toExponential")),
  function: new Map([
    ...each("Call it: `run(first, second)`.", "call", "apply"),
    ...each("Write a function that calls it: `(second) => run(first, second)`.", "bind"),
  ]),
  pattern: new Map(each(looksForText, ...Object.getOwnPropertyNames(RegExp.prototype))),
}

/** What JavaScript has, so that nobody is told that a misspelt name of their own is no part of the language. */
const inJavaScript: { readonly [of in Owner]: object } = {
  List: Array.prototype,
  Map: Array.prototype,
  Set: Array.prototype,
  array: Array.prototype,
  text: String.prototype,
  number: Number.prototype,
  function: Function.prototype,
  pattern: RegExp.prototype,
}

/** What an array can do, a collection cannot always: an array of the same things can. */
const asArray: { readonly [of in Owner]?: string } = { List: "[...list]", Map: "map.entries()", Set: "[...set]" }

const ofStatics: { readonly [name: string]: object } = { Array, Math, Number, String, Symbol }

/** Names that JavaScript has, and a spec has not. */
export const notInLibrary =
  "The library of a spec has no such thing: `lib/lib.d.ts` of @lockstep/language shows what it has."

const ownerOf = (program: Program, expression: ts.Expression): Owner | null => {
  const { checker } = program
  const type = checker.getNonNullableType(checker.getTypeAtLocation(expression))
  const collection = collectionOf(program, type)
  if (collection !== null) return collection
  if (checker.isArrayType(type) || checker.isTupleType(type)) return "array"
  if (type.getSymbol()?.name === "RegExp") return "pattern"
  const plain = checker.getBaseConstraintOfType(type) ?? type
  if (plain.flags & ts.TypeFlags.StringLike) return "text"
  if (plain.flags & ts.TypeFlags.NumberLike) return "number"
  return type.getCallSignatures().length > 0 ? "function" : null
}

const ofOwner = (owner: Owner, name: string): string | undefined => {
  const fix = members[owner].get(name) ?? anywhere.get(name)
  if (fix !== undefined || !(name in inJavaScript[owner])) return fix
  const array = asArray[owner]
  return array === undefined ? notInLibrary : `Ask an array of the same: \`${array}.${name}(...)\`.`
}

/** What to write instead of a member that is not there. */
export const replacementOf = (
  program: Program,
  { expression, name: { text } }: ts.PropertyAccessExpression,
): string | undefined => {
  const statics = ts.isIdentifier(expression) ? ofStatics[expression.text] : undefined
  if (statics !== undefined) return anywhere.get(text) ?? (text in statics ? notInLibrary : undefined)
  const owner = ownerOf(program, expression)
  return owner === null ? anywhere.get(text) : ofOwner(owner, text)
}

/** What to write instead of `list[0]` and `map[key]`. */
export const accessorOf = (program: Program, { expression }: ts.ElementAccessExpression): string | undefined => {
  const owner = ownerOf(program, expression)
  if (owner === "List") return "Ask for `list.at(index)`."
  if (owner === "Map") return "Ask for `map.get(key)`, or `map.getOr(key, fallback)`."
  return owner === "Set" ? "Ask for `set.has(item)`, or spread it: `[...set]`." : undefined
}
