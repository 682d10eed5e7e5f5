import { algorithm } from "@lockstep/language"
import fc from "fast-check"
import { expect, test } from "vitest"
import { check } from "../src/index.ts"

const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31))
console.log(`records from seed ${seed}`)

interface Held {
  readonly record: { readonly [field: string]: number }
}

/** A record, and the order in which its fields are to be written another time. */
const records = fc
  .uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { maxLength: 40 })
  .map((names) => names.filter((name) => name !== "__proto__"))
  .chain((names) => fc.tuple(fc.constant(names), fc.shuffledSubarray(names, { minLength: names.length })))

const recordOf = (names: readonly string[], order: readonly string[]): Held["record"] =>
  Object.fromEntries(order.map((name) => [name, names.indexOf(name)]))

test("a record is the same in whatever order its fields were written", async () => {
  await fc.assert(
    fc.asyncProperty(records, async ([names, order]) => {
      const report = await check(
        algorithm<Held>({
          initial: [{ record: recordOf(names, names) }],
          actions: { rewrite: () => ({ record: recordOf(names, order) }) },
        }),
      )
      expect(report).toMatchObject({ verdict: "verified", states: 1, transitions: 1 })
    }),
    { numRuns: 100, seed },
  )
})
