import { Map, type SequentialObject, sequentialObject } from "@lockstep/language"

/** An operation on what stands under a key. */
export interface Keyed {
  readonly key: unknown
  readonly argument: unknown
}

type Method = (state: unknown, argument: unknown) => readonly [unknown, unknown]

/** A map that holds such an object under each key, and each from its beginning: every call takes a key and the argument. */
export const keyed = ({ initial, calls, reads }: SequentialObject): SequentialObject => {
  const under =
    (method: Method) =>
    (objects: Map<unknown, unknown>, { key, argument }: Keyed): readonly [Map<unknown, unknown>, unknown] => {
      const [next, answer] = method(objects.getOr(key, initial), argument)
      return [objects.set(key, next), answer]
    }
  return sequentialObject<Map<unknown, unknown>>({
    initial: Map.of(),
    calls: Object.fromEntries(Object.entries(calls).map(([call, method]) => [call, under(method as Method)])),
    ...(reads !== undefined && { reads }),
    part: (_, { key }: Keyed) => key,
  })
}
