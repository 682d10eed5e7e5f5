import { ts } from "../typescript.ts"
import type { Program } from "./program.ts"
import type { Unsupported } from "./spec.ts"
import type { Written } from "./type-nodes.ts"

type What = Unsupported["what"]

const nativeNames: readonly string[] = ["Map", "Set", "WeakMap", "WeakSet", "ReadonlyMap", "ReadonlySet"]

/** A name that is not in scope has the type `any`; what the author meant is in the text. */
const meantBy = (written: Written): What => {
  if (written === undefined || !ts.isTypeReferenceNode(written)) return "any"
  const name = written.typeName.getText()
  if (nativeNames.includes(name)) return "collection"
  return name === "Date" ? "date" : "any"
}

/** Why a type that is not an object cannot be data; `null` if it can. */
export const refusedPrimitive = (type: ts.Type, written: Written): What | null => {
  const { flags } = type
  if (flags & ts.TypeFlags.Any) return meantBy(written)
  if (flags & (ts.TypeFlags.Unknown | ts.TypeFlags.NonPrimitive | ts.TypeFlags.TypeParameter)) return "unknown"
  if (flags & ts.TypeFlags.BigIntLike) return "big"
  if (flags & ts.TypeFlags.ESSymbolLike) return "symbol"
  if (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)) return "undefined"
  if (flags & ts.TypeFlags.Never) return "nothing"
  if (flags & ts.TypeFlags.EnumLike) return "enum"
  return type.isNumberLiteral() && !Number.isSafeInteger(type.value) ? "fraction" : null
}

/** Why an object that is no collection cannot be data; `null` if it can. */
export const refusedObject = (program: Program, type: ts.Type): What | null => {
  const { checker } = program
  if (type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0) return "function"
  if (type.isClass() || type.getSymbol()?.valueDeclaration?.kind === ts.SyntaxKind.ClassDeclaration) return "class"
  if (checker.getIndexInfosOfType(type).length > 0) return "index"
  const declaration = type.getSymbol()?.declarations?.[0]
  if (declaration !== undefined && program.isLanguage(declaration)) return "library"
  if (type.isIntersection() && type.types.some(({ flags }) => (flags & ts.TypeFlags.Object) === 0)) return "mixed"
  return type.getProperties().some(({ name }) => name.startsWith("__@")) ? "symbol" : null
}
