import type { Spec } from "../1-read/spec.ts"
import { type Emission, emission, functionsText } from "./emission.ts"
import { laidOut, listed } from "./layout.ts"
import { durableFunctions, messageFunctions, payloadOf } from "./messages.ts"
import { type Names, namesOf } from "./names.ts"
import { partFunctions } from "./parts.ts"
import { typeDeclarations, typeText } from "./types.ts"
import { type Unit, unitsOf } from "./units.ts"
import { pascal } from "./words.ts"

/** How the files are written. */
export interface WriteOptions {
  /** The folder that paths in comments start from. */
  readonly root: string
  /** How the files name each other. */
  readonly extension?: ".ts" | ".js" | ""
}

/** What the types and codecs of a spec are, as two files beside each other. */
export interface WrittenCodecs {
  /** `types.ts`. */
  readonly types: string
  /** `codec.ts`. */
  readonly codec: string
}

/** The name that the functions of a unit would have if its type had none. */
const wantedName = (names: Names, unit: Unit): string => {
  if (unit.kind !== "value" || unit.owner === undefined) return pascal(unit.name)
  const { state, role, words } = unit.owner
  return (names.of(state) ?? pascal(role)) + words.map(pascal).join("")
}

interface WrittenUnit {
  readonly unit: Unit
  /** What stands behind `encode` and `decode`. */
  readonly functions: string
  readonly type: string
}

const writeUnit = (emission: Emission, unit: Unit, root: string): WrittenUnit => {
  const { names } = emission
  if (unit.kind === "value") {
    const functions = partFunctions(emission, unit.shape, wantedName(names, unit))
    return { unit, functions, type: typeText(names, unit.shape) }
  }
  const written = unit.kind === "messages" ? messageFunctions(emission, unit, root) : durableFunctions(emission, unit)
  emission.functions.push(written)
  return { unit, functions: written.name, type: written.type }
}

const reachOf = (unit: Unit): readonly string[] =>
  unit.kind === "messages" ? [`reach: [${unit.messages.map((kind) => payloadOf(kind).length).join(", ")}]`] : []

const codecText = ({ unit, functions, type }: WrittenUnit): string => {
  const word = unit.kind === "messages" ? "MessageCodec" : "Codec"
  const fields = [`encode: encode${functions}`, `decode: decode${functions}`, ...reachOf(unit)]
  return `/** ${unit.comment} */\n${laidOut([`export const ${unit.name}: ${word}<${type}> = `, listed("{ ", fields, " }")])}`
}

const runtimeTypes: readonly string[] = ["Call", "Codec", "MessageCodec", "NodeId", "Opaque", "Reader", "Writer"]
const runtimeValues: readonly string[] = ["List", "Map", "Set", "isArray", "isList", "isMap", "isSet"]

const withoutComments = (text: string): string =>
  text.replace(/\/\*\*[^]*?\*\/|\/\/.*/g, "").replace(/"(?:[^"\\]|\\.)*"/g, `""`)

const importText = (
  text: string,
  names: readonly string[],
  values: readonly string[],
  from: string,
): readonly string[] => {
  const code = withoutComments(text)
  const isUsed = (name: string) => new RegExp(`(?<![\\w$.])${name.replaceAll("$", "\\$")}(?![\\w$])`).test(code)
  const isValue = (name: string) => values.includes(name) && new RegExp(`\\b${name}[.(]`).test(code)
  const used = [...names, ...values].filter(isUsed).toSorted()
  if (used.length === 0) return []
  if (!used.some(isValue)) return [laidOut(["import type ", listed("{ ", used, " }"), ` from "${from}"`])]
  return [
    laidOut([
      "import ",
      listed(
        "{ ",
        used.map((name) => (isValue(name) ? name : `type ${name}`)),
        " }",
      ),
      ` from "${from}"`,
    ]),
  ]
}

const fileText = (parts: readonly string[]): string => `${parts.join("\n\n")}\n`

/** Writes the types of a spec, and the codecs of everything in it that leaves the memory of a node. The same spec gives the same text. */
export const writeCodecs = (spec: Spec, { root, extension = ".ts" }: WriteOptions): WrittenCodecs => {
  const units = unitsOf(spec)
  const names = namesOf(spec, units)
  const target = emission(names)
  const written = units.map((unit) => writeUnit(target, unit, root))
  const exported = written.map(({ functions }) => functions)
  const codec = [
    ...target.functions.map((functions) => functionsText(functions, exported.includes(functions.name))),
    ...written.map(codecText),
  ].join("\n\n")
  const types = typeDeclarations(names, units)
  const declared = [...types.matchAll(/^export (?:type|interface) ([^\s=]+)/gm)].map(([, name]) => name ?? "")
  const imports = [
    ...importText(codec, runtimeTypes, runtimeValues, "@lockstep/runtime"),
    ...importText(codec, declared, [], `./types${extension}`),
  ]
  return {
    types: fileText([...importText(types, [...runtimeTypes, "List", "Map", "Set"], [], "@lockstep/runtime"), types]),
    codec: fileText([imports.join("\n"), codec]),
  }
}
