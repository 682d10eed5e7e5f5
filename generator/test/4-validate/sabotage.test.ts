import { fileURLToPath } from "node:url"
import { afterAll, describe, expect, test } from "vitest"
import { rmSync } from "node:fs"
import { generate } from "../../src/index.ts"
import type { WrittenFile } from "../../src/3-write/write.ts"
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

describe("a generator with a bug is caught", () => {
  test("there are thirty bugs or more", () => {
    expect(new Set(sabotages.map(({ name }) => name)).size).toBe(sabotages.length)
    expect(sabotages.length).toBeGreaterThanOrEqual(30)
  })

  test.each(sabotages)("one that $name", async (sabotage) => {
    const out = `${target}${sabotage.name.replaceAll(/\W/g, "-")}`
    const generated = await generate(specs + sabotage.spec, { out, sabotage: spoiled(sabotage) })
    expect(generated).toMatchObject({ kind: "refused", why: "mismatch" })
  })
})
