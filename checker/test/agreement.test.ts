import fc from "fast-check"
import { expect, test } from "vitest"
import type { AnyAlgorithm, AnyModel } from "@lockstep/language"
import { compare } from "./agreement.ts"
import { algorithmMachine } from "./naive/algorithm.ts"
import { protocolMachine } from "./naive/protocol.ts"
import { algorithmOf, algorithmPlans } from "./random/algorithms.ts"
import { protocolPlans, symmetricProtocolPlans } from "./random/plans.ts"
import { modelOf } from "./random/protocols.ts"
import { symmetricOf, symmetricPlans } from "./random/symmetric.ts"
import { showsNodes, showsVariables } from "./replay.ts"

/** A new seed each run; set SEED to repeat one, and RUNS to multiply how many systems are tried. */
const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31))
const factor = Number(process.env["RUNS"] ?? 1)
/** Some seeds draw systems over which the reference takes its time: what was compared until then must do. */
const enoughMillis = 100_000
const timeout = 300_000 * factor
console.log(`random systems from seed ${seed}`)

interface Amount {
  readonly runs: number
  /** Larger spaces are left out: the reference is slow. */
  readonly limit: number
}

/** Draws systems until one is found over which the two explorers differ, and shrinks it. */
const agree = async <Plan>(
  plans: fc.Arbitrary<Plan>,
  { runs, limit }: Amount,
  compareOn: (plan: Plan, bounds: { readonly exact: boolean; readonly limit: number }) => ReturnType<typeof compare>,
) => {
  let [tried, compared] = [0, 0]
  const property = fc.asyncProperty(plans, fc.boolean(), async (plan, exact) => {
    tried++
    const differences = await compareOn(plan, { exact, limit })
    if (differences !== undefined) compared++
    expect(differences ?? []).toEqual([])
  })
  await fc.assert(property, { numRuns: runs * factor, seed, interruptAfterTimeLimit: enoughMillis * factor })
  expect(tried).toBeGreaterThan(50)
  expect(compared).toBeGreaterThan(tried / 2)
}

type Bounds = Parameters<typeof compare>[2]
const onAlgorithm = (algorithm: AnyAlgorithm, bounds: Bounds) =>
  compare(algorithm, { ...algorithmMachine(algorithm), shows: showsVariables }, bounds)
const onModel = (model: AnyModel, bounds: Bounds) =>
  compare(model, { ...protocolMachine(model), shows: showsNodes }, bounds)

test(
  "the checker and the reference agree on random algorithms",
  () => agree(algorithmPlans, { runs: 1_000, limit: 3_000 }, (plan, bounds) => onAlgorithm(algorithmOf(plan), bounds)),
  timeout,
)

test(
  "they agree on random algorithms with interchangeable values",
  () => agree(symmetricPlans, { runs: 200, limit: 250 }, (plan, bounds) => onAlgorithm(symmetricOf(plan), bounds)),
  timeout,
)

test(
  "they agree on random protocols",
  () => agree(protocolPlans, { runs: 1_000, limit: 200 }, (plan, bounds) => onModel(modelOf(plan), bounds)),
  timeout,
)

test(
  "they agree on random protocols with interchangeable nodes",
  () => agree(symmetricProtocolPlans, { runs: 100, limit: 100 }, (plan, bounds) => onModel(modelOf(plan), bounds)),
  timeout,
)
