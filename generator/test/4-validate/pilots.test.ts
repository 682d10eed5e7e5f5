import { readFileSync, rmSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { afterAll, expect, test } from "vitest"
import { describeMismatch, generate } from "../../src/index.ts"
import { type Pilot, pilots } from "../5-certify/pilots.ts"

const target = fileURLToPath(new URL("../dist/pilots/", import.meta.url))

afterAll(() => rmSync(target, { recursive: true, force: true }))

interface Instance {
  readonly name: string
}

/** The instances that the library in the repository was compared on: at night all of them again, and otherwise the quick one. */
const certified = ({ out }: Pilot): readonly Instance[] => {
  const { instances }: { readonly instances: readonly Instance[] } = JSON.parse(
    readFileSync(`${out}/certificate.json`, "utf8"),
  )
  return instances.filter(({ name }) => process.env["NIGHTLY"] !== undefined || name === "quick")
}

test.each(pilots)("$name does what its spec does, on as many pairs as its certificate says", async (pilot) => {
  const expected = certified(pilot)
  const out = `${target}${pilot.name.replaceAll("/", "-")}`
  const result = await generate(pilot.spec, { out, instances: expected.map(({ name }) => name) })
  if (result.kind === "refused")
    throw new Error(result.why === "mismatch" ? result.mismatches.map(describeMismatch).join("\n\n") : result.why)
  console.log(`${pilot.name}: ${result.pairs} pairs of a state and an input, ${result.values} values`)
  const byName = (instances: readonly Instance[]) => instances.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  /** Written and read again, as the other was. */
  const found: readonly Instance[] = JSON.parse(JSON.stringify(result.certificate.instances))
  expect(byName(found)).toEqual(byName(expected))
})
