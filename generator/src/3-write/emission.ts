import type { Shape } from "../1-read/shape.ts"
import { indented, type Layout, laidOut, listed } from "./layout.ts"
import type { Names } from "./names.ts"
import { typeText } from "./types.ts"

/** The two functions of a type. */
export interface CodecFunctions {
  /** What stands behind `encode` and `decode` in their names. */
  readonly name: string
  readonly type: string
  readonly comment: string | null
  readonly encode: readonly string[]
  /** Statements, or the expression that the function is. */
  readonly decode: readonly string[] | { readonly expression: Layout }
}

/** What has been written of a file of codecs. */
export interface Emission {
  readonly names: Names
  readonly functions: CodecFunctions[]
  /** The names of functions by what they are for. */
  readonly known: Map<string, string>
  readonly taken: Set<string>
}

/** A file of codecs with nothing in it. */
export const emission = (names: Names): Emission => ({ names, functions: [], known: new Map(), taken: new Set() })

const freshName = ({ taken }: Emission, wanted: string, count = 1): string => {
  const free = count === 1 ? wanted : `${wanted}${count}`
  if (taken.has(free)) return freshName({ taken } as Emission, wanted, count + 1)
  taken.add(free)
  return free
}

/** What the bodies of the two functions are. */
export type Bodies = Pick<CodecFunctions, "encode" | "decode">

/** The name of the functions of a shape: written now, unless they are there. A type's own name goes before the wanted one. */
export const functionsOf = (
  emission: Emission,
  shape: Shape,
  wanted: string,
  write: (name: string) => Bodies,
): string => {
  const own = emission.names.of(shape)
  const key = own ?? `${wanted} ${JSON.stringify(shape)}`
  const known = emission.known.get(key)
  if (known !== undefined) return known
  const name = freshName(emission, own ?? wanted)
  emission.known.set(key, name)
  const type = typeText(emission.names, shape)
  emission.functions.push({ name, type, comment: null, ...write(name) })
  return name
}

const parameter = (name: string, body: string): string => (new RegExp(`\\b${name}\\b`).test(body) ? name : `_${name}`)

/** `const name = (parameters): result => {`, with a line for each parameter where one line is too short. */
const headText = (start: string, parameters: readonly string[], result: string, opening: string): string =>
  laidOut([`${start} = `, listed("(", parameters, ")"), `: ${result} =>${opening}`])

const encodeText = ({ name, type, encode }: CodecFunctions, exported: string): string => {
  const body = indented(encode).join("\n")
  const parameters = [`${parameter("writer", body)}: Writer`, `${parameter("value", body)}: ${type}`]
  const head = headText(`${exported}const encode${name}`, parameters, "void", " {")
  return body === "" ? `${head}}` : `${head}\n${body}\n}`
}

const decodeText = ({ name, type, decode }: CodecFunctions, exported: string): string => {
  const head = (body: string, opening: string) =>
    headText(`${exported}const decode${name}`, [`${parameter("reader", body)}: Reader`], type, opening)
  if (!("expression" in decode)) {
    const body = indented(decode).join("\n")
    return `${head(body, " {")}\n${body}\n}`
  }
  const flat = laidOut(decode.expression, "", -1_000_000)
  const isRecord = flat.startsWith("({")
  const start = head(flat, isRecord ? " ({" : "").replace(/\(\{$/, "")
  const column = start.length - start.lastIndexOf("\n") - 1
  if (isRecord) return start + laidOut(decode.expression, "", column)
  if (column + 1 + flat.length <= 120) return `${start} ${flat}`
  return `${start}\n  ${laidOut(decode.expression, "  ")}`
}

/** The two functions as text. */
export const functionsText = (functions: CodecFunctions, isExported: boolean): string => {
  const exported = isExported ? "export " : ""
  const comment = functions.comment === null ? "" : `/** ${functions.comment} */\n`
  return `${comment}${encodeText(functions, exported)}\n\n${decodeText(functions, exported)}`
}
