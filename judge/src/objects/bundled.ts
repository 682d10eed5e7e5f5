import type { ForeseeingObject } from "../foresight.ts"
import { counter } from "./counter.ts"
import { list } from "./list.ts"
import { lock } from "./lock.ts"
import { register } from "./register.ts"
import { set } from "./set.ts"
import { text } from "./text.ts"

/** The objects that recordings are judged against most often. */
export const bundledObjects = { register, text, list, lock, counter, set } as const satisfies {
  readonly [name: string]: ForeseeingObject
}
/** The name of an object that comes along. */
export type BundledObject = keyof typeof bundledObjects
