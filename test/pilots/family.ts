import { check } from "@lockstep/checker"
import { afterAll, describe, expect, test } from "vitest"
import { isUpdating, lineOf, readGolden, titleOf, writeGolden } from "./golden.ts"
import { type Pilot, pilotsOf, propertiesOf, readmeOf } from "./pilot.ts"
import { quotedIn, rowsUnder } from "./table.ts"

/** An instance called nightly takes its time, and is left to `npm run nightly`. */
const isDue = ([instance]: readonly [string, unknown]): boolean =>
  instance !== "nightly" || process.env["NIGHTLY"] !== undefined

/** The line that is written down about an instance. */
type Known = (title: string) => string | undefined

const testInstances = ({ name, instances }: Pilot, known: Known, counted: Map<string, string>): void => {
  test.each(instances.filter(isDue))("%s is verified", async (instance, model) => {
    const report = await check(model, { workers: 1 })
    expect(report.verdict).toBe("verified")
    const title = titleOf(name, instance)
    const line = lineOf(title, report)
    counted.set(title, line)
    if (!isUpdating) expect(line).toBe(known(title))
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

const testReadme = (pilot: Pilot, known: Known): void => {
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
      expect(known(title)).toContain(` ${row.at(-1)} states,`)
    }
  })
}

/** Checks each protocol of a family, each of its instances and each of its mutants. */
export const testFamily = async (family: string): Promise<void> => {
  const pilots = await pilotsOf(family)
  const titles = pilots.flatMap(({ name, instances }) => instances.map(([instance]) => titleOf(name, instance)))
  const golden = readGolden(family)
  const counted = new Map<string, string>()
  const known: Known = (title) => golden.find((line) => line.startsWith(title))

  describe.each(pilots)("$name", (pilot) => {
    testInstances(pilot, known, counted)
    testMutants(pilot)
    testReadme(pilot, known)
  })

  test.skipIf(isUpdating)("a line is written down for each instance", () => {
    expect(golden.map((line) => line.replace(/:.*/, ":"))).toEqual(titles)
  })

  afterAll(() => {
    const lines = titles.flatMap((title) => counted.get(title) ?? known(title) ?? [])
    if (isUpdating) writeGolden(family, lines)
  })
}
