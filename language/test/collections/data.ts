import { List, Map, Set } from "@lockstep/language"
import fc from "fast-check"

/** Any plain data, a few levels deep, small enough that equal values come up by chance. */
export const data: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.oneof(
      fc.constant(null),
      fc.boolean(),
      fc.integer({ min: -3, max: 3 }),
      fc.constantFrom("", "a", "b", "ab", "é"),
    ),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b", "kind", "type"), tie("value"), { maxKeys: 3 }),
    fc.array(tie("value"), { maxLength: 3 }).map((items) => List.from(items)),
    fc.array(tie("value"), { maxLength: 3 }).map((items) => Set.from(items)),
    fc.array(fc.tuple(tie("value"), tie("value")), { maxLength: 3 }).map((entries) => Map.from(entries)),
  ),
})).value
