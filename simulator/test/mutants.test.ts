import { writeFileSync } from "node:fs"
import { expect, test } from "vitest"
import { readTable, runsToFind, type Table, tableFile } from "./mutants.ts"
import { exportsOf, pilots } from "./pilots.ts"

const isNightly = process.env["NIGHTLY"] === "1"
/** `UPDATE=1 NIGHTLY=1 npx vitest run simulator/test/mutants.test.ts` looks anew for all of them, in at most RUNS runs each. */
const isUpdating = process.env["UPDATE"] !== undefined
const most = Number(process.env["RUNS"] ?? 2_000)

const table: Table = isUpdating ? {} : readTable()
const found: { [pilot: string]: { [mutant: string]: number | string } } = {}

/** Three times what was needed and more: another build of the runtime takes other ways by the same seeds. */
const roundedUp = (runs: number): number =>
  [20, 50, 100, 200, 500, 1_000].find((round) => round >= 3 * runs) ?? 3 * runs

const mutantsOf = async (pilot: (typeof pilots)[number]): Promise<readonly string[]> =>
  Object.keys(await exportsOf(pilot, "mutants")).toSorted()

/** The one that is found soonest: that mutants of every pilot are found at all is seen at once. */
const soonest = (pilot: string): readonly string[] => {
  const runs = Object.entries(table[pilot] ?? {}).map(
    ([name, needed]) => [name, typeof needed === "number" ? needed : Infinity] as const,
  )
  const [first] = runs.toSorted(([, one], [, other]) => one - other)
  return first === undefined ? [] : [first[0]]
}

const everything = await Promise.all(pilots.map(async (pilot) => [pilot, await mutantsOf(pilot)] as const))
const chosen = everything.flatMap(([pilot, names]) =>
  (isNightly || isUpdating ? names : soonest(pilot)).map((name) => [pilot, name] as const),
)

test.each(chosen)("%s: the code of %s is found out within the runs that the table says", async (pilot, name) => {
  const stated = isUpdating ? undefined : table[pilot]?.[name]
  const runs = await runsToFind(pilot, name, typeof stated === "number" ? stated : most)
  ;(found[pilot] ??= {})[name] = runs === null ? `not in ${most} runs` : roundedUp(runs)
  if (!isUpdating) expect(runs === null).toBe(typeof stated !== "number")
})

test("the table has every mutant of the pilots", () => {
  if (isUpdating) writeFileSync(tableFile, `${JSON.stringify(found, null, 2)}\n`)
  const listed = Object.entries(readTable()).map(([pilot, own]) => [pilot, Object.keys(own).toSorted()])
  expect(listed).toEqual(everything)
})

test("all are found", () => {
  const all = Object.values(readTable()).flatMap((own) => Object.entries(own))
  expect(all.length).toBeGreaterThan(140)
  expect(all.filter(([, runs]) => typeof runs !== "number")).toEqual([])
})
