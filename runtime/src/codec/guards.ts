import { collectionKind } from "../collections/kind.ts"
import type { List } from "../collections/list.ts"
import type { Map } from "../collections/map.ts"
import type { Set } from "../collections/set.ts"

const isCollection = (value: unknown, kind: "List" | "Set" | "Map"): boolean =>
  typeof value === "object" && value !== null && collectionKind(value) === kind

/** Whether a member of a union is an array or a tuple. */
export const isArray = (value: unknown): value is readonly unknown[] => Array.isArray(value)

/** Whether a member of a union is a list. */
export const isList = (value: unknown): value is List<unknown> => isCollection(value, "List")

/** Whether a member of a union is a set. */
export const isSet = (value: unknown): value is Set<unknown> => isCollection(value, "Set")

/** Whether a member of a union is a map. */
export const isMap = (value: unknown): value is Map<unknown, unknown> => isCollection(value, "Map")
