import { execFileSync } from "node:child_process"
import { rmSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { afterAll, expect, test } from "vitest"
import { generate } from "../../src/index.ts"

const repository = fileURLToPath(new URL("../../../", import.meta.url))
const spec = fileURLToPath(new URL("../specs/names", import.meta.url))
const target = fileURLToPath(new URL("../dist/names/", import.meta.url))

afterAll(() => rmSync(target, { recursive: true, force: true }))

const compilerOptions = { types: ["node"], composite: false, noEmit: true, allowImportingTsExtensions: true }

test("a library whose names have no capitals, or are those of every object, is written and compiles", async () => {
  expect(await generate(spec, { out: `${target}library` })).toMatchObject({ kind: "generated" })
  const options = { ...compilerOptions, rewriteRelativeImportExtensions: false }
  const config = { extends: `${repository}tsconfig.base.json`, compilerOptions: options, include: ["library/*.ts"] }
  writeFileSync(`${target}tsconfig.json`, JSON.stringify(config))
  const words = [`${repository}node_modules/typescript-7/bin/tsc`, "-p", `${target}tsconfig.json`, "--pretty", "false"]
  expect(execFileSync(process.execPath, words, { encoding: "utf8" })).toBe("")
})
