import type { Consistency, SequentialObject } from "@lockstep/language"
import { canonical } from "./canonical.ts"
import type { Effective } from "./operation.ts"

/** Models that hold of a history where they hold of what is about each part of the object. */
const local: readonly Consistency[] = ["linearizable", "read-your-writes", "monotonic-writes"]

export const isLocal = (consistency: Consistency): boolean => local.includes(consistency)

/** The one place where an object's own types are left behind. */
const partOf = ({ part }: SequentialObject, { call, argument }: Effective): string =>
  part === undefined ? "" : canonical((part as (call: string, argument: unknown) => unknown)(call, argument))

/** What is about each part of an object. */
export const partsOf = (
  operations: readonly Effective[],
  object: SequentialObject,
): readonly (readonly Effective[])[] => [...Map.groupBy(operations, (operation) => partOf(object, operation)).values()]
