import type * as Language from "@lockstep/language"
import { collectionKind } from "@lockstep/language"
import type * as Runtime from "@lockstep/runtime"

/** The module that emitted code imports. */
export type RuntimeModule = typeof Runtime

/** The same value with the runtime's collections in place of the language's. */
export type Translate = <Value>(value: Value) => Value

/** What stands in a state is translated once: the checker hands out the same object for the same content. */
export const translator = ({ List, Map: RuntimeMap, Set: RuntimeSet }: RuntimeModule): Translate => {
  const known = new WeakMap<object, unknown>()

  const build = (value: object): unknown => {
    if (Array.isArray(value)) return value.map(translate)
    switch (collectionKind(value)) {
      case "List":
        return List.from([...(value as Language.List<unknown>)].map(translate))
      case "Set":
        return RuntimeSet.from([...(value as Language.Set<unknown>)].map(translate))
      case "Map":
        return RuntimeMap.from(
          [...(value as Language.Map<unknown, unknown>)].map(
            ([key, item]) => [translate(key), translate(item)] as const,
          ),
        )
      default:
        return Object.fromEntries(Object.entries(value).map(([field, item]) => [field, translate(item)]))
    }
  }

  /** The boundary where a translated value keeps the type that it had. */
  const translate = <Value>(value: Value): Value => {
    if (typeof value !== "object" || value === null) return value
    const found = known.get(value)
    if (found !== undefined) return found as Value
    const built = build(value)
    known.set(value, built)
    return built as Value
  }
  return translate
}
