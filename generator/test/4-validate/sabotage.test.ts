import { rmSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { afterAll, describe, expect, test } from "vitest"
import type { WrittenFile } from "../../src/3-write/write.ts"
import { loadLibrary } from "../../src/4-validate/load.ts"
import { exploreAll, validate } from "../../src/4-validate/validate.ts"
import { instancesIn } from "../../src/5-certify/instances.ts"
import { type Draft, draft } from "../../src/draft.ts"
import { type Form, generate } from "../../src/index.ts"
import { specFile } from "../../src/spec-file.ts"
import { type Sabotage, sabotages } from "./sabotages.ts"

const specs = fileURLToPath(new URL("../../../specs/", import.meta.url))
const target = fileURLToPath(new URL("../dist/sabotage/", import.meta.url))

afterAll(() => rmSync(target, { recursive: true, force: true }))

const spoiled =
  ({ file, from, to }: Sabotage) =>
  (files: readonly WrittenFile[]): readonly WrittenFile[] =>
    files.map(({ path, text }) => {
      if (path !== file) return { path, text }
      expect(text).toContain(from)
      return { path, text: text.replace(from, () => to) }
    })

const remembered = <Value>(make: (key: string) => Value): ((key: string) => Value) => {
  const known = new Map<string, Value>()
  return (key) => {
    const value = known.get(key) ?? make(key)
    known.set(key, value)
    return value
  }
}

/** A spec is explored and drafted once for all bugs of its library. */
const explored = remembered(async (spec) =>
  exploreAll(await instancesIn(specFile(specs + spec), undefined), new AbortController().signal),
)

const draftIn = (form: Form) =>
  remembered((spec): Draft => {
    const made = draft(specs + spec, { out: `${target}library`, extension: `.${form}`, form })
    if (made.kind === "refused") throw new Error(`${spec} is refused: ${made.why}`)
    return made
  })

const drafted = { ts: draftIn("ts"), js: draftIn("js") }

/** What the validation says of a library with this bug. */
const mismatchesOf = async (sabotage: Sabotage, spoil = spoiled(sabotage)) => {
  const { spec, form } = sabotage
  const { written, outline } = drafted[form](spec)
  const loaded = await loadLibrary(outline, spoil(written.files), `${target}library`, `.${form}`)
  return validate(loaded, outline, written.specHash, await explored(spec)).mismatches
}

describe("a generator with a bug is caught", () => {
  test("there are thirty bugs or more, some of them in JavaScript", () => {
    expect(new Set(sabotages.map(({ name }) => name)).size).toBe(sabotages.length)
    expect(sabotages.length).toBeGreaterThanOrEqual(30)
    expect(sabotages.filter(({ form }) => form === "js").length).toBeGreaterThanOrEqual(10)
  })

  test.each(sabotages)("one that $name", async (sabotage) => {
    expect((await mismatchesOf(sabotage)).length).toBeGreaterThan(0)
  })

  test.each(["ts", "js"] as const)("and one without is not: %s", async (form) => {
    const some = sabotages.find((one) => one.form === form)
    expect(some && (await mismatchesOf(some, (files) => files))).toEqual([])
  })

  test.each(["ts", "js"] as const)("and writes nothing: %s", async (form) => {
    const [some] = sabotages.filter((one) => one.form === form)
    if (some === undefined) throw new Error(`there is no bug in ${form}`)
    const generated = await generate(specs + some.spec, { out: `${target}none`, form, sabotage: spoiled(some) })
    expect(generated).toMatchObject({ kind: "refused", why: "mismatch" })
  })
})
