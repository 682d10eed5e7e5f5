import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, describe, expect, test } from "vitest"
import { checkCertificate, checkDrift, generate } from "../../src/index.ts"
import { pilots } from "./pilots.ts"

const target = fileURLToPath(new URL("../dist/drift/", import.meta.url))

afterAll(() => rmSync(target, { recursive: true, force: true }))

/** A copy of a generated library, whose paths are those of the original. */
const copyOf = (name: string): { readonly spec: string; readonly out: string } => {
  const pilot = pilots.find((one) => one.name === name)
  if (pilot === undefined) throw new Error(`${name} is no pilot`)
  const out = `${target}${name.replaceAll("/", "-")}`
  cpSync(pilot.out, out, { recursive: true })
  return { spec: pilot.spec, out }
}

const edit = (file: string, from: string, to: string): void => {
  const text = readFileSync(file, "utf8")
  expect(text).toContain(from)
  writeFileSync(
    file,
    text.replace(from, () => to),
  )
}

describe("what is in the repository", () => {
  test("there are seven libraries", () => {
    expect(pilots.length).toBeGreaterThanOrEqual(7)
  })

  /** `node examples/generate.ts` writes them anew. */
  test.each(pilots)("$name is what its spec gives today", ({ spec, out }) => {
    expect(checkDrift(spec, { out })).toEqual([])
  })
})

test("a spec with the line ends of Windows gives the library that it gives elsewhere", async () => {
  const from = fileURLToPath(new URL("../3-write/split", import.meta.url))
  const [spec, out] = [join(target, "spec"), join(target, "library")]
  cpSync(from, spec, { recursive: true })
  const endLinesWith = (end: string): void => {
    for (const name of readdirSync(spec))
      writeFileSync(join(spec, name), readFileSync(join(spec, name), "utf8").replaceAll(/\r?\n/g, end))
  }
  endLinesWith("\r\n")
  expect(await generate(spec, { out })).toMatchObject({ kind: "generated" })
  expect(checkDrift(spec, { out })).toEqual([])
  endLinesWith("\n")
  expect(checkDrift(spec, { out })).toEqual([])
})

describe("drift is found", () => {
  test("in code that somebody has changed", () => {
    const { spec, out } = copyOf("transactions/two-phase-commit")
    edit(`${out}/durable.ts`, "return true", "return false")
    expect(checkDrift(spec, { out })).toEqual([
      {
        path: "durable.ts",
        what: "changed",
        difference: expect.stringContaining("-    return false\n+    return true"),
      },
      { path: "durable.ts", what: "uncertified", difference: expect.any(String) },
    ])
    expect(checkCertificate(out)).toMatchObject([{ path: "durable.ts", what: "uncertified" }])
  })

  test("in a file that is gone", () => {
    const { spec, out } = copyOf("resilience/circuit-breaker")
    rmSync(`${out}/step.ts`)
    expect(checkDrift(spec, { out })).toMatchObject([
      { path: "step.ts", what: "missing" },
      { path: "step.ts", what: "missing" },
    ])
  })

  test("in a certificate that speaks of another spec", () => {
    const { spec, out } = copyOf("replication/abd-register")
    edit(`${out}/certificate.json`, '"specHash": "', '"specHash": "0')
    expect(checkDrift(spec, { out })).toMatchObject([
      { path: "certificate.json", what: "stale-certificate" },
      { path: "certificate.json", what: "broken-seal" },
    ])
  })

  test("in a certificate that was written for other code", () => {
    const { out } = copyOf("time/hybrid-logical-clock")
    edit(`${out}/certificate.json`, '"codec.ts": "', '"codec.ts": "0')
    expect(checkCertificate(out)).toMatchObject([
      { path: "codec.ts", what: "uncertified" },
      { path: "certificate.json", what: "broken-seal" },
    ])
  })

  test.each([
    ["more states than were explored", '"states": 778', '"states": 77800'],
    ["more pairs than were compared", '"pairs": 100', '"pairs": 1000'],
    ["a property that was not checked", '"name": "atomic"', '"name": "everything"'],
    ["another instance", '"name": "quick"', '"name": "nightly"'],
    ["another version of the tool", '"lockstep": "', '"lockstep": "9'],
    ["another seal", '"seal": "', '"seal": "0'],
    ["no seal", '"seal"', '"seel"'],
  ])("in a certificate that was made to claim %s", (_what, from, to) => {
    const { out } = copyOf("transactions/two-phase-commit")
    edit(`${out}/certificate.json`, from, to)
    expect(checkCertificate(out)).toMatchObject([{ path: "certificate.json", what: "broken-seal" }])
  })

  test("but not in how a certificate is laid out", () => {
    const { out } = copyOf("transactions/two-phase-commit")
    const file = `${out}/certificate.json`
    writeFileSync(file, JSON.stringify(JSON.parse(readFileSync(file, "utf8"))))
    expect(checkCertificate(out)).toEqual([])
  })

  test("where there is no certificate", () => {
    const { spec, out } = copyOf("coordination/fencing-lock")
    rmSync(`${out}/certificate.json`)
    expect(checkDrift(spec, { out })).toMatchObject([{ path: "certificate.json", what: "no-certificate" }])
  })
})
