import type { RecordShape, Shape } from "../1-read/shape.ts"
import {
  decodeChoice,
  decodeFields,
  decodeMap,
  type DecodePart,
  decodePlain,
  decodeSequence,
  decodeUnion,
} from "./decode.ts"
import { type Bodies, type Emission, functionsOf } from "./emission.ts"
import { encodeChoice, encodeFields, encodeMap, type EncodePart, encodeSequence, encodeUnion } from "./encode.ts"
import { type Layout, laidOut, listed } from "./layout.ts"
import { resolved } from "./shapes.ts"
import { quoted } from "./words.ts"

/** Whether a shape is written where it stands, without functions of its own. */
const isInline = ({ names }: Emission, shape: Shape): boolean => {
  switch (shape.kind) {
    case "reference":
    case "array":
    case "list":
    case "set":
    case "map":
      return false
    case "record":
      return names.of(shape) === null
    case "union":
      return names.of(shape) === null && shape.members.length <= 2
    default:
      return true
  }
}

const encodePlain = (shape: Shape, value: string): readonly string[] => {
  switch (shape.kind) {
    case "boolean":
    case "integer":
      return [`writer.${shape.kind}(${value})`]
    case "string":
    case "node":
    case "call":
      return [`writer.text(${value})`]
    case "opaque":
      return [`writer.opaque(${quoted(shape.name)}, ${value})`]
    default:
      return []
  }
}

const encodeInline =
  (emission: Emission): EncodePart =>
  (shape, value, context) => {
    const part = encodePart(emission)
    switch (shape.kind) {
      case "tuple":
        return shape.items.flatMap((item, at) => part(item, `${value}[${at}]`, `${context}${at + 1}`))
      case "record":
        return encodeFields(shape.fields, value, context, part)
      case "union":
        return encodeChoice(emission.names.types, shape, value, context, part)
      default:
        return encodePlain(shape, value)
    }
  }

const decodeInline =
  (emission: Emission): DecodePart =>
  (shape, context): Layout => {
    const part = decodePart(emission)
    switch (shape.kind) {
      case "tuple":
        return listed(
          "[",
          shape.items.map((item, at) => part(item, `${context}${at + 1}`)),
          "]",
        )
      case "record":
        return shape.fields.length === 0 ? "{}" : decodeFields(shape.fields, context, part)
      case "union":
        return decodeChoice(shape, context, part)
      default:
        return decodePlain(emission.names, shape)
    }
  }

/** Statements that write a part: in place, or by a call of its function. */
export const encodePart =
  (emission: Emission): EncodePart =>
  (shape, value, context) =>
    isInline(emission, shape)
      ? encodeInline(emission)(shape, value, context)
      : [`encode${partFunctions(emission, shape, context)}(writer, ${value})`]

/** An expression that reads a part: in place, or by a call of its function. */
export const decodePart =
  (emission: Emission): DecodePart =>
  (shape, context) =>
    isInline(emission, shape)
      ? decodeInline(emission)(shape, context)
      : `decode${partFunctions(emission, shape, context)}(reader)`

const recordBodies = (emission: Emission, record: RecordShape, name: string): Bodies => {
  const value = record.fields.length === 0 ? "{}" : decodeFields(record.fields, name, decodePart(emission))
  return {
    encode: encodeFields(record.fields, "value", name, encodePart(emission)),
    decode: { expression: ["(", value, ")"] },
  }
}

/** A value that contains values of its own type: it counts how deep it goes. */
const recursiveBodies = (emission: Emission, record: RecordShape, name: string, type: string): Bodies => {
  const { encode } = recordBodies(emission, record, name)
  const value = decodeFields(record.fields, name, decodePart(emission))
  const start = `const value: ${type} = `
  return {
    encode: ["writer.enter()", ...encode, "writer.leave()"],
    decode: ["reader.enter()", start + laidOut(value, "", 2 + start.length), "reader.leave()", "return value"],
  }
}

const bodiesOf = (emission: Emission, shape: Shape, name: string): Bodies => {
  const { names } = emission
  const encode = encodePart(emission)
  const decode = decodePart(emission)
  switch (shape.kind) {
    case "reference": {
      const record = resolved(names.types, shape)
      if (record.kind !== "record") throw new Error(`the recursive type ${shape.name} is no record`)
      return recursiveBodies(emission, record, name, names.of(shape) ?? name)
    }
    case "array":
    case "list":
    case "set":
      return {
        encode: encodeSequence(names.types, shape.kind, shape.item, name, encode),
        decode: decodeSequence(names, shape.kind, shape.item, name, decode),
      }
    case "map":
      return { encode: encodeMap(names.types, shape, name, encode), decode: decodeMap(names, shape, name, decode) }
    case "record":
      return recordBodies(emission, shape, name)
    case "union":
      return { encode: encodeUnion(names.types, shape, name, encode), decode: decodeUnion(shape, name, decode) }
    default:
      return {
        encode: encodeInline(emission)(shape, "value", name),
        decode: { expression: decodeInline(emission)(shape, name) },
      }
  }
}

/** The name of the functions of a shape, which are written when they are first asked for. */
export const partFunctions = (emission: Emission, shape: Shape, wanted: string): string =>
  functionsOf(emission, shape, wanted, (name) => bodiesOf(emission, shape, name))
