import { expect, test } from "vitest"
import { type Pilot, runInField } from "./field.ts"

/** `SEED=7` repeats the faults of a run, though not what the machine made of them; `NIGHTLY=1` takes a minute for each. */
const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31))
const seconds = process.env["NIGHTLY"] === undefined ? 0 : 60

/** A mistake need not show in the few seconds of one run: of the ABD register, about one in four hides it. */
const tries = 10

/** A protocol in the field: whole, it keeps its promise and goes on after every fault, over each transport; broken, it is found out. */
export const testInField = (pilot: Pilot): void => {
  test.each(["plain", "mutual TLS"] as const)(
    `every fault, over sockets that are %s, with seed ${seed}`,
    async (security) => {
      const { violations, missing, answered, faults } = await runInField(pilot, { security, seconds, seed })
      expect({ violations, missing }, faults.join(", ")).toEqual({ violations: [], missing: [] })
      expect(answered).toBeGreaterThan(10 * faults.length)
    },
  )

  test(`a broken build is found out within ${tries} runs, from seed ${seed}`, async () => {
    for (let run = 0; run < tries; run++) {
      const options = { security: "plain", seconds: 0, seed: seed + run, library: pilot.broken } as const
      const { violations } = await runInField(pilot, options)
      if (violations.length > 0) return
    }
    expect.fail("nothing was found")
  })
}
