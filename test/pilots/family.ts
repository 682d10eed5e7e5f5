import { check } from "@lockstep/checker"
import { afterAll, describe, expect, test } from "vitest"
import { isUpdating, lineOf, readGolden, titleOf, writeGolden } from "./golden.ts"
import { type Pilot, pilotsOf, propertiesOf, readmeOf } from "./pilot.ts"
import { quotedIn, rowsUnder } from "./table.ts"

const testInstances = ({ name, instances }: Pilot, golden: readonly string[], counted: string[]): void => {
  test.each(instances)("%s is verified", async (instance, model) => {
    const report = await check(model, { workers: 1 })
    expect(report.verdict).toBe("verified")
    const title = titleOf(name, instance)
    const line = lineOf(title, report)
    counted.push(line)
    if (!isUpdating) expect(line).toBe(golden.find((known) => known.startsWith(title)))
  })
}

const testMutants = ({ mutants }: Pilot): void => {
  test.each(mutants)("%s is caught", async (_, { model, breaks }) => {
    const report = await check(model, { workers: 1 })
    const caught = report.properties.find(({ outcome }) => outcome === "broken" || outcome === "unreached")
    expect(caught?.name).toBe(breaks)
  })

  test("has four mutants or more", () => {
    expect(mutants.length).toBeGreaterThanOrEqual(4)
  })
}

/** The mutants that break each property, in alphabetical order. */
const brokenBy = (pilot: Pilot): { readonly [property: string]: readonly string[] } =>
  Object.fromEntries(
    [...propertiesOf(pilot)].map((property) => [
      property,
      pilot.mutants.flatMap(([mutant, { breaks }]) => (breaks === property ? [mutant] : [])).sort(),
    ]),
  )

const testReadme = (pilot: Pilot, golden: readonly string[]): void => {
  const broken = brokenBy(pilot)

  test("every property is broken by a mutant", () => {
    expect(Object.keys(broken).filter((property) => broken[property]?.length === 0)).toEqual([])
  })

  test("the README tells which mutants break each property", () => {
    const told = rowsUnder("property", readmeOf(pilot)).map(([property = "", mutants = ""]) => [
      quotedIn(property).join(),
      quotedIn(mutants).sort(),
    ])
    expect(Object.fromEntries(told)).toEqual(broken)
  })

  test.skipIf(isUpdating)("the states that the README counts are those that there are", () => {
    for (const row of rowsUnder("instance", readmeOf(pilot))) {
      const title = titleOf(pilot.name, quotedIn(row[0] ?? "").join())
      expect(golden.find((line) => line.startsWith(title))).toContain(` ${row.at(-1)} states,`)
    }
  })
}

/** Checks each protocol of a family, each of its instances and each of its mutants. */
export const testFamily = async (family: string): Promise<void> => {
  const pilots = await pilotsOf(family)
  const golden = readGolden(family)
  const counted: string[] = []

  describe.each(pilots)("$name", (pilot) => {
    testInstances(pilot, golden, counted)
    testMutants(pilot)
    testReadme(pilot, golden)
  })

  test.skipIf(isUpdating)("no instance is counted that is not there", () => {
    const titles = pilots.flatMap(({ name, instances }) => instances.map(([instance]) => titleOf(name, instance)))
    expect(golden.map((line) => line.replace(/:.*/, ":"))).toEqual(titles)
  })

  afterAll(() => {
    if (isUpdating) writeGolden(family, counted)
  })
}
