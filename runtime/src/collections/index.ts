// A copy of language/src/collections/index.ts, kept in step by runtime/test/copies.test.ts.
export { compare, equal } from "./compare.ts"
export { apply, type Delta, delta } from "./delta.ts"
export { type CollectionKind, collectionKind } from "./kind.ts"
export { List, type ListDelta } from "./list.ts"
export { Map, type MapDelta } from "./map.ts"
export { Set, type SetDelta } from "./set.ts"
