import { append, equal, read, Reader, Writer } from "@lockstep/runtime"
import fc from "fast-check"
import { check, resolveConfig } from "prettier"
import { describe, expect, test } from "vitest"
import { writeCodecs } from "../../src/index.ts"
import { ts } from "../../src/typescript.ts"
import { openPilot, pilots, run, specIn } from "./pilots.ts"
import { valuesOfUnit } from "./values.ts"

const opened = pilots.map(openPilot)

/** Everything that a careful user of the written files may ask of their compiler. */
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  lib: ["lib.es2024.d.ts"],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: ["node"],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  isolatedDeclarations: true,
  isolatedModules: true,
  erasableSyntaxOnly: true,
  declaration: true,
  noEmit: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
}

test("what is written compiles under every strict flag", () => {
  const files = opened.flatMap(({ paths }) => [paths.types, paths.codec])
  const program = ts.createProgram(files, options)
  const problems = files.flatMap((file) => {
    const source = program.getSourceFile(file)
    return [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
      ...program.getDeclarationDiagnostics(source),
    ].map(({ start = 0, messageText }) => {
      const line = source?.getLineAndCharacterOfPosition(start).line ?? 0
      return `${file}:${line + 1} ${ts.flattenDiagnosticMessageText(messageText, "\n")}`
    })
  })
  expect(problems).toEqual([])
})

describe.each(opened)("$name", (pilot) => {
  test("is written as Prettier would", async () => {
    const style = await resolveConfig(new URL(import.meta.url))
    for (const text of [pilot.written.types, pilot.written.codec])
      expect(await check(text, { ...style, parser: "typescript" })).toBe(true)
  })

  test("comes back from its bytes, and has no other bytes", async () => {
    const { types } = pilot.spec
    const writer = new Writer()
    const reader = new Reader()
    for (const { unit, codec } of await run(pilot))
      fc.assert(
        fc.property(valuesOfUnit(types, unit), (value) => {
          writer.clear()
          expect(append(writer, codec, value)).toBeNull()
          const bytes = writer.copy()
          const decoded = read(reader, codec, bytes)
          if (decoded.kind === "decode-error") throw new Error(`${unit.name}: ${decoded.reason}`)
          expect(equal(decoded.value, value)).toBe(true)
          writer.clear()
          append(writer, codec, decoded.value)
          expect(writer.copy()).toEqual(bytes)
        }),
        { numRuns: 100 },
      )
  })
})

test("the same spec gives the same text", () => {
  const spec = specIn("specs/consensus/raft/protocol.ts")
  const again = specIn("specs/consensus/raft/protocol.ts")
  expect(writeCodecs(again, { root: "/" })).toEqual(writeCodecs(spec, { root: "/" }))
})

test("files can name each other as JavaScript", () => {
  const { codec } = writeCodecs(specIn("specs/consensus/election/protocol.ts"), { root: "/", extension: ".js" })
  expect(codec).toContain(`from "./types.js"`)
})
