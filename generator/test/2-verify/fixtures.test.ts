import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, relative, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { analyse, codes, type Diagnostic } from "../../src/index.ts"

const folder = fileURLToPath(new URL("../fixtures", import.meta.url))
const fixtures = readdirSync(folder)
  .filter((name) => /-\d\d\.ts$/.test(name))
  .map((name) => name.slice(0, -3))
const codeOf = (name: string) => name.replace(/-\d\d$/, "")

/** The text that a diagnostic points at, so that the golden file shows the very token. */
const tokenOf = ({ file, line, column, endColumn }: Diagnostic): string => {
  const lines = readFileSync(file, "utf8").split("\n")
  return lines[line - 1]?.slice(column - 1, endColumn - 1) ?? ""
}

const transcript = (diagnostics: readonly Diagnostic[]): string =>
  diagnostics
    .map((diagnostic) => {
      const { file, line, column, code, reason, fix } = diagnostic
      const place = `${relative(folder, file).replaceAll("\\", "/")}:${line}:${column}`
      return `${place} ${code} at ${tokenOf(diagnostic)}\n  ${reason}\n  ${fix}\n`
    })
    .join("") || "nothing to complain of\n"

/** `UPDATE=1 vitest run generator` writes what the analysis says now. */
const expectGolden = (path: string, text: string): void => {
  if (process.env["UPDATE"] === "1" || !existsSync(path)) writeFileSync(path, text)
  expect(text).toBe(readFileSync(path, "utf8"))
}

describe("an offence", () => {
  test.each(fixtures)("%s", (name) => {
    const analysis = analyse(resolve(folder, `${name}.ts`))
    const diagnostics = analysis?.diagnostics ?? []
    expectGolden(resolve(folder, `${name}.txt`), transcript(diagnostics))
    const found = diagnostics.map(({ code }) => code)
    if (codeOf(name) === "allowed") expect(found).toEqual([])
    else expect(found).toContain(codeOf(name))
  })

  test("of every kind has a fixture", () => {
    expect([...new Set(fixtures.map(codeOf))].filter((code) => code !== "allowed").toSorted()).toEqual(
      Object.keys(codes).toSorted(),
    )
  })

  test("has no golden file without a fixture", () => {
    const golden = readdirSync(folder).filter((name) => name.endsWith(".txt"))
    expect(golden.map((name) => name.slice(0, -4)).toSorted()).toEqual(fixtures.toSorted())
  })
})

const root = resolve(dirname(folder), "..", "..")
const specs = readdirSync(resolve(root, "specs"), { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => /(^|\/)(protocol|model)\.ts$/.test(name) && !/(^|\/)(dist|node_modules)\//.test(name))

const algorithms = readdirSync(resolve(root, "test/oracles")).filter(
  (name) => name.endsWith(".ts") && !/^(functions|rows?)\.ts$|\.test\.ts$/.test(name),
)

describe("no false alarm", () => {
  test.each([...specs.map((name) => `specs/${name}`), "docs/lock.ts"])("%s", (name) => {
    const analysis = analyse(resolve(root, name))
    expect(analysis?.specs.length).toBeGreaterThan(0)
    expect(transcript(analysis?.diagnostics ?? [])).toBe("nothing to complain of\n")
  })

  test.each([...algorithms.map((name) => `test/oracles/${name}`), "docs/tickets.ts"])("%s", (name) => {
    const analysis = analyse(resolve(root, name))
    expect(analysis?.algorithms.length).toBeGreaterThan(0)
    expect(transcript(analysis?.diagnostics ?? [])).toBe("nothing to complain of\n")
  })
})

test("what a protocol refines is told in the words of algorithms, and once", () => {
  const { diagnostics } = analyse(resolve(folder, "elsewhere", "refined.ts")) ?? { diagnostics: [] }
  expect(diagnostics.map(({ line, code, fix }) => [line, code, fix])).toEqual([
    [6, "uses-randomness", expect.stringContaining("for each alternative")],
  ])
})

test("what a handler and an action both run is told for both, and once", () => {
  const { diagnostics } = analyse(resolve(folder, "elsewhere", "shared.ts")) ?? { diagnostics: [] }
  expect(diagnostics.map(({ line, reason, fix }) => [line, reason, fix])).toEqual([
    [
      7,
      "`calls` lives in the module, outside of the state that the checker keeps and compares.",
      "Make it a field of the role's state; in an algorithm: make it a variable of the algorithm.",
    ],
    [
      8,
      expect.stringContaining("`Date` reads"),
      "Read `now` from the handler's context, or wait with a timer; in an algorithm: keep the time in a variable, and let an action move it on.",
    ],
  ])
})

test("what our rules say and what TypeScript says come together, each mistake once, in the order of the text", () => {
  const { diagnostics } = analyse(resolve(folder, "elsewhere", "both.ts")) ?? { diagnostics: [] }
  expect(diagnostics.map(({ line, code }) => `${line} ${code}`)).toEqual([
    "11 message-never-heard",
    "16 type-error",
    "23 reads-clock",
    "27 is-asynchronous",
    "28 uses-randomness",
    "35 mutates-value",
    "36 surplus-key",
    "41 type-error",
  ])
})

test("a file that is not there is no analysis", () => {
  expect(analyse(resolve(folder, "missing.ts"))).toBeNull()
})
