import { rmSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { generate } from "../../src/index.ts"

const spec = fileURLToPath(new URL("./split", import.meta.url))
const out = fileURLToPath(new URL("../dist/split", import.meta.url))

afterAll(() => rmSync(out, { recursive: true, force: true }))

describe("a spec in two files becomes one", () => {
  let protocol = ""

  beforeAll(async () => {
    const result = await generate(spec, { out })
    if (result.kind === "refused") throw new Error(`refused: ${result.why}`)
    expect(result.pairs).toBeGreaterThan(100)
    protocol = result.files.find(({ path }) => path === "protocol.ts")?.text ?? ""
  })

  test("where two functions of one name mean different things", () => {
    expect(protocol).toContain("ballots.reduce(add, tally)")
    expect(protocol).toContain("total: add2(node.total, capped)")
  })

  test("where a function that was imported under another name meets a local of its own name", () => {
    expect(protocol).toContain("const capped = capped2(weight)")
  })

  test("where a type is called like one that the file needs", () => {
    expect(protocol).toContain("type Role as AnyRole")
  })

  test("where a word of the language has another name", () => {
    expect(protocol).toContain("readonly weights: Map<NodeId, number>")
  })

  test("where a role is defined in its place", () => {
    expect(protocol).toContain('export const voters: AnyRole = role("voters", {\n  initial:')
  })

  test("without what no handler reaches", () => {
    for (const word of ["unused", "leftOut", "nobody", "again", "restart", "protocol("])
      expect(protocol).not.toContain(word)
  })
})
