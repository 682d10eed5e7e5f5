import { argumentsOf } from "../1-read/language-types.ts"
import type { Program } from "../1-read/program.ts"
import { aliasAround, unionMembers } from "../1-read/symbols.ts"
import { ts } from "../typescript.ts"

const isEffect = (program: Program, type: ts.Type): boolean => {
  const declaration = type.getSymbol()?.declarations?.[0]
  return declaration !== undefined && program.isLanguage(declaration) && aliasAround(declaration) === "Effect"
}

const deepest = 3

const isSequence = ({ checker }: Program, type: ts.Type) => checker.isArrayType(type) || checker.isTupleType(type)

const holdsEffects = (program: Program, type: ts.Type, depth: number): boolean =>
  unionMembers(type).some(
    (member) =>
      isEffect(program, member) ||
      (depth > 0 &&
        isSequence(program, member) &&
        argumentsOf(program.checker, member).some((item) => holdsEffects(program, item, depth - 1))),
  )

/** Whether a value is an effect, may be one, or holds some: an array of effects, a state beside effects. */
export const carriesEffects = (program: Program, type: ts.Type): boolean => holdsEffects(program, type, deepest)

const nothing = ts.TypeFlags.Null | ts.TypeFlags.BooleanLike | ts.TypeFlags.Undefined | ts.TypeFlags.Never

const isAllEffects = (program: Program, type: ts.Type, depth: number): boolean => {
  const members = unionMembers(type).filter(({ flags }) => (flags & nothing) === 0)
  return (
    members.length > 0 &&
    members.every((member) => {
      if (isEffect(program, member)) return true
      const items = depth > 0 && isSequence(program, member) ? argumentsOf(program.checker, member) : []
      return items.length > 0 && items.every((item) => isAllEffects(program, item, depth - 1))
    })
  )
}

/** Whether a value is nothing but an effect, or effects, or none. */
export const isOnlyEffects = (program: Program, type: ts.Type): boolean => isAllEffects(program, type, deepest)
