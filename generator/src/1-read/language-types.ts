import { ts } from "../typescript.ts"
import type { Program } from "./program.ts"
import { aliasAround, languageName } from "./symbols.ts"

/** The one place that believes the compiler's flags about the class of a type object. */
const isReference = (type: ts.Type): type is ts.TypeReference =>
  (type.flags & ts.TypeFlags.Object) !== 0 && ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0

/** What a generic type was given: the item of an array, the key and value of a map. */
export const argumentsOf = (checker: ts.TypeChecker, type: ts.Type): readonly ts.Type[] =>
  isReference(type) ? checker.getTypeArguments(type) : []

/** Whether a tuple has places that may be missing, or come any number of times. */
export const isLoose = (type: ts.Type): boolean =>
  isReference(type) &&
  (type.target as ts.TupleType).elementFlags.some((flags) => (flags & ts.ElementFlags.Required) === 0)

/** Which of the language's collections a type is. */
export const collectionOf = (program: Program, type: ts.Type): "List" | "Set" | "Map" | null => {
  const name = languageName(program, type.getSymbol())
  return name === "List" || name === "Set" || name === "Map" ? name : null
}

/** A string of the language that only a type tells from another: which, and of what. */
export interface Brand {
  readonly word: "NodeId" | "Call" | "Opaque"
  readonly argument: ts.Type
}

/** What a type is a brand of: `NodeId<"lock">` is a `NodeId` of "lock". */
export const brandOf = (program: Program, type: ts.Type): Brand | null => {
  if (!type.isIntersection()) return null
  for (const property of type.types.flatMap((member) =>
    member.flags & ts.TypeFlags.Object ? member.getProperties() : [],
  )) {
    const declaration = property.valueDeclaration
    if (declaration === undefined || !program.isLanguage(declaration)) continue
    const word = aliasAround(declaration)
    const argument = program.checker.getTypeOfSymbol(property)
    if (word === "NodeId" || word === "Opaque") return { word, argument }
    const reply = argument.getCallSignatures()[0]?.getParameters()[0]
    if (word === "Call" && reply !== undefined) return { word, argument: program.checker.getTypeOfSymbol(reply) }
  }
  return null
}
