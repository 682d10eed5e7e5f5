import { expect, test } from "vitest"
import { pilots, simulatorOf } from "./pilots.ts"

const runs = Number(process.env["RUNS"] ?? (process.env["NIGHTLY"] === "1" ? 100_000 : 500))

test.each(pilots)("%s breaks no property and no promise under any of its schedules", async (pilot) => {
  const { explore } = await simulatorOf(pilot)
  for (let seed = 0; seed < runs; seed++) {
    const { violation } = explore(seed).path
    if (violation !== undefined) expect({ seed, ...violation }).toBe("no violation")
  }
})
