import { equal, Map, sequentialObject } from "@lockstep/language"
import { demandPair } from "../bad-object.ts"
import type { ForeseeingObject, Foresight } from "../foresight.ts"

/** An operation on what stands under a key. */
export interface Keyed {
  readonly key: unknown
  readonly argument: unknown
}

type Method = (state: unknown, argument: unknown) => readonly [unknown, unknown]

/** The one place where it is taken for granted that each argument has its key. */
const asKeyed = (argument: unknown): Keyed => argument as Keyed

const foresightUnder = (initial: unknown, { grows, makes }: Foresight): Foresight => ({
  grows: (objects, asked, answer) => {
    const { key, argument } = asKeyed(asked)
    return grows((objects as Map<unknown, unknown>).getOr(key, initial), argument, answer)
  },
  makes: (call, changed, asked, answer) =>
    equal(asKeyed(changed).key, asKeyed(asked).key) &&
    makes(call, asKeyed(changed).argument, asKeyed(asked).argument, answer),
})

/** A map that holds such an object under each key, and each from its beginning: every call takes a key and the argument. */
export const keyed = ({ initial, calls, reads, foresight = {} }: ForeseeingObject): ForeseeingObject => {
  const under =
    (call: string, method: Method) =>
    (objects: Map<unknown, unknown>, { key, argument }: Keyed): readonly [Map<unknown, unknown>, unknown] => {
      const outcome = method(objects.getOr(key, initial), argument)
      demandPair(call, outcome)
      const [next, answer] = outcome
      return [objects.set(key, next), answer]
    }
  const object = sequentialObject<Map<unknown, unknown>>({
    initial: Map.of(),
    calls: Object.fromEntries(Object.entries(calls).map(([call, method]) => [call, under(call, method as Method)])),
    ...(reads !== undefined && { reads }),
    part: (_, { key }: Keyed) => key,
  })
  return {
    ...object,
    foresight: Object.fromEntries(Object.entries(foresight).map(([read, one]) => [read, foresightUnder(initial, one)])),
  }
}
