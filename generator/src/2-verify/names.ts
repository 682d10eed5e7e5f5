import { collectionOf } from "../1-read/language-types.ts"
import { isReference } from "../1-read/reach.ts"
import { bare, symbolAt } from "../1-read/symbols.ts"
import type { Complaint } from "../diagnostic.ts"
import {
  dependsOnLocale,
  dependsOnFields,
  isAsynchronous,
  mutatesArray,
  mutatesList,
  mutators,
  nativeCollection,
  noInteger,
  performsIo,
  readsClock,
  readsNumber,
  usesRandomness,
} from "../messages.ts"
import { accessesGlobal, notInScope, reshapes, serializes, throwsError } from "../scope-messages.ts"
import { ts } from "../typescript.ts"
import { looksForText } from "./replacements.ts"
import type { CodeRule, CodeScene } from "./scene.ts"

const say = (
  message: (name: string) => Complaint,
  ...names: string[]
): readonly (readonly [string, typeof message])[] => names.map((name) => [name, message])

const byteHolders = ["Buffer", "ArrayBuffer", "SharedArrayBuffer", "DataView", "Uint8Array", "Int8Array", "Uint16Array"]
const carriesBytes = "Use an array of numbers, or `Opaque` for what is only compared and passed on."

const sortsKeys = (name: string) =>
  dependsOnFields(
    name,
    "Go through a list of the names: `names.map((name) => record[name])`; or use the language's `Map`, whose `keys()` and `entries()` come in the order of the keys.",
  )

/** What the names mean that a spec does not have. */
export const globals = new Map([
  ...say(readsClock, "Date", "performance", "Temporal"),
  ...say(usesRandomness, "crypto"),
  ...say(performsIo, "console", "fetch", "process", "require", "XMLHttpRequest", "WebSocket", "EventSource"),
  ...say(performsIo, "localStorage", "sessionStorage", "indexedDB", "alert", "prompt", "Deno", "Bun", "Worker"),
  ...say(isAsynchronous, "Promise", "setTimeout", "setInterval", "setImmediate", "queueMicrotask"),
  ...say(isAsynchronous, "clearTimeout", "clearInterval", "requestAnimationFrame"),
  ...say(nativeCollection, "Map", "Set", "WeakMap", "WeakSet", "WeakRef"),
  ...say(noInteger, "NaN", "Infinity", "BigInt"),
  ...say(readsNumber, "parseInt", "parseFloat"),
  ...say(dependsOnLocale, "Intl"),
  ...say(serializes, "JSON"),
  ...say(notInScope("the numbers of a spec are safe integers.", "Leave it out."), "isNaN", "isFinite"),
  ...say(notInScope("a value never changes.", "Leave it out: nobody needs a copy."), "structuredClone"),
  ...say(notInScope("a pattern may remember where it stopped.", looksForText), "RegExp"),
  ...say(notInScope("nobody could follow what it runs.", "Write the code in the spec."), "eval", "Function"),
  ...say(reshapes, "Reflect", "Proxy"),
  ...say(notInScope("bytes are for whoever carries them.", carriesBytes), ...byteHolders),
  ...say(
    notInScope("a text is carried as it is.", "Leave it out: messages and records are encoded by the library."),
    "encodeURIComponent",
    "decodeURIComponent",
    "encodeURI",
    "decodeURI",
    "btoa",
    "atob",
  ),
  ...say(throwsError, "Error", "TypeError", "RangeError", "SyntaxError", "EvalError", "URIError", "AggregateError"),
])

/** Whether a name is one of those that a spec has a word for; any other is more likely misspelt. */
export const isKnownGlobal = (name: string): boolean => name === "Object" || globals.has(name)

/** What members mean that the spec's library leaves out. */
const members = new Map([
  ...say(usesRandomness, "random"),
  ...say(dependsOnLocale, "localeCompare", "toLocaleString", "toLocaleLowerCase", "toLocaleUpperCase"),
  ...say(
    noInteger,
    "sqrt",
    "cbrt",
    "pow",
    "exp",
    "log",
    "log2",
    "log10",
    "sin",
    "cos",
    "tan",
    "atan2",
    "hypot",
    "round",
  ),
  ...say(noInteger, "PI", "E", "EPSILON", "MAX_VALUE", "MIN_VALUE", "POSITIVE_INFINITY", "NEGATIVE_INFINITY", "NaN"),
  ...say(readsNumber, "parseInt", "parseFloat"),
])

/** Members that mean something only of these. */
const owners = new Map([
  ["Math", /^(random|sqrt|cbrt|pow|exp|log|log2|log10|sin|cos|tan|atan2|hypot|round|PI|E)$/],
  ["Number", /^(parseInt|parseFloat|EPSILON|MAX_VALUE|MIN_VALUE|POSITIVE_INFINITY|NEGATIVE_INFINITY|NaN)$/],
])

const enumerates = ["keys", "values", "entries", "getOwnPropertyNames"]

/** Why a global is not in scope, and what to use. */
export const missingGlobal = (node: ts.Identifier): Complaint => {
  const { parent, text } = node
  if (text === "Object" && ts.isPropertyAccessExpression(parent)) {
    const name = `Object.${parent.name.text}`
    return enumerates.includes(parent.name.text) ? sortsKeys(name) : reshapes(name)
  }
  return (globals.get(text) ?? accessesGlobal)(text)
}

const isAmbient = (declaration: ts.Declaration): boolean =>
  (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Ambient) !== 0

const isMissing = ({ program }: CodeScene, node: ts.Identifier): boolean => {
  const symbol = symbolAt(program, node)
  if (symbol === undefined) return true
  const declaration = symbol.valueDeclaration
  if (declaration === undefined) return symbol.name === "globalThis"
  return !program.isLanguage(declaration) && isAmbient(declaration)
}

const isImported = ({ program }: CodeScene, node: ts.Identifier): boolean => {
  const symbol = program.checker.getSymbolAtLocation(node)
  return symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0
}

/** Names that are not in scope: clocks, chance, I/O and other globals. */
export const missingNames: CodeRule = (scene, node) => {
  if (!isReference(node) || node.text === "undefined" || node.text === "arguments") return
  if (!isImported(scene, node) && isMissing(scene, node)) scene.report(node, missingGlobal(node))
}

/** What changes an array is told of arrays and lists; of the other collections, TypeScript says it. */
const mutating = (program: CodeScene["program"], expression: ts.Expression): typeof mutatesArray | undefined => {
  const type = program.checker.getNonNullableType(program.checker.getTypeAtLocation(expression))
  const collection = collectionOf(program, type)
  if (collection === null) return mutatesArray
  return collection === "List" ? mutatesList : undefined
}

/** `Array(3)` and `new Array(3)`, of which something else is said. */
const isBareArray = (expression: ts.Expression): boolean =>
  (ts.isCallExpression(expression) || ts.isNewExpression(expression)) && expression.expression.getText() === "Array"

/** Members that are not in the spec's library: `Math.random`, `array.push`. */
export const missingMembers: CodeRule = ({ program, report }, node) => {
  if (!ts.isPropertyAccessExpression(node) || isBareArray(bare(node.expression))) return
  const { name, expression } = node
  const message = mutators.includes(name.text) ? mutating(program, expression) : members.get(name.text)
  if (message === undefined || program.checker.getSymbolAtLocation(name) !== undefined) return
  const owner = expression.getText()
  const belongs = [...owners].every(([of, names]) => (of === owner) === names.test(name.text) || !names.test(name.text))
  if (belongs) report(name, message(owners.has(owner) ? `${owner}.${name.text}` : name.text))
}
