import { check, type Checkable, type Report } from "@lockstep/checker"
import { expect, test } from "vitest"
import { readSizes, titleOf } from "./golden.ts"
import { families, pilotsOf } from "./pilot.ts"

/** What takes longer is left to the benchmark. */
const mostStates = 40_000

interface Small {
  readonly name: string
  readonly instance: string
  readonly model: Checkable
}

const small: Small[] = []
for (const family of families()) {
  const sizes = readSizes(family)
  for (const { name, instances } of await pilotsOf(family))
    for (const [instance, model] of instances)
      if ((sizes.get(titleOf(name, instance)) ?? 0) <= mostStates) small.push({ name, instance, model })
}

const neverFired = ({ coverage }: Report): readonly string[] =>
  coverage.filter(({ fired }) => fired === 0).map(({ handler }) => handler)

const neverAnswered = ({ coverage }: Report): readonly string[] =>
  coverage.filter(({ answered }) => answered === 0).map(({ handler }) => handler)

test("there are small instances of every protocol", () => {
  expect(new Set(small.map(({ name }) => name)).size).toBe(8)
})

test.each(small)("$name $instance by two threads is what it is by one", async ({ name, instance, model }) => {
  const alone = await check(model, { workers: 1 })
  expect(alone.verdict).toBe("verified")
  const source = { url: new URL(`../../specs/${name}/model.ts`, import.meta.url).href, name: instance }
  const report = await check(model, { workers: 2, source, aloneMillis: 0 })
  const { verdict, states, transitions, depth } = alone
  expect(report).toMatchObject({ verdict, states, transitions, depth, workers: 2 })
  expect(neverFired(report)).toEqual(neverFired(alone))
  expect(neverAnswered(report)).toEqual(neverAnswered(alone))
  // What one thread has asked a handler the other does not ask again, unless both ask in the same moment.
  expect(report.handlerRuns).toBeLessThan(1.2 * alone.handlerRuns)
})
