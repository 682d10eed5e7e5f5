import fc from "fast-check"
import { expect, test } from "vitest"
import { compare } from "./agreement.ts"
import { algorithmMachine } from "./naive/algorithm.ts"
import { protocolMachine } from "./naive/protocol.ts"
import { algorithmOf, algorithmPlans } from "./random/algorithms.ts"
import { protocolPlans } from "./random/plans.ts"
import { modelOf } from "./random/protocols.ts"
import { symmetricOf, symmetricPlans } from "./random/symmetric.ts"

/** A new seed each run; set SEED to repeat one. */
const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31))
console.log(`random systems from seed ${seed}`)

test("the checker and the reference agree on random algorithms", async () => {
  const property = fc.asyncProperty(algorithmPlans, fc.boolean(), async (plan, exact) => {
    const algorithm = algorithmOf(plan)
    expect((await compare(algorithm, algorithmMachine(algorithm), exact)) ?? []).toEqual([])
  })
  await fc.assert(property, { numRuns: 2_000, seed })
})

test("they agree on random algorithms with interchangeable values", async () => {
  const property = fc.asyncProperty(symmetricPlans, fc.boolean(), async (plan, exact) => {
    const algorithm = symmetricOf(plan)
    expect((await compare(algorithm, algorithmMachine(algorithm), exact)) ?? []).toEqual([])
  })
  await fc.assert(property, { numRuns: 150, seed })
})

test("they agree on random protocols", async () => {
  const property = fc.asyncProperty(protocolPlans, fc.boolean(), async (plan, exact) => {
    const model = modelOf(plan)
    expect((await compare(model, protocolMachine(model), exact)) ?? []).toEqual([])
  })
  await fc.assert(property, { numRuns: 250, seed })
})
