import { execFile } from "node:child_process"
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { afterAll, expect, test } from "vitest"

const workspace = fileURLToPath(new URL("../../", import.meta.url))
const folder = `${workspace}examples/generated/.compile/`
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What a user's project may ask of the code that it holds. */
const compilerOptions = {
  target: "es2024",
  lib: ["es2024"],
  module: "nodenext",
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
  allowUnreachableCode: false,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  isolatedDeclarations: true,
  erasableSyntaxOnly: true,
  declaration: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
}

/** What a compiler says about every file of every library. */
const compiled = (compiler: string, name: string, include: readonly string[]): Promise<string> => {
  mkdirSync(folder, { recursive: true })
  const project = `${folder}${name}.json`
  writeFileSync(project, JSON.stringify({ compilerOptions, include }))
  return new Promise((resolve) => {
    const words = [`${workspace}node_modules/${compiler}/bin/tsc`, "--project", project, "--pretty", "false"]
    execFile(process.execPath, words, (_error, stdout, stderr) => resolve(stdout + stderr))
  })
}

const compilers = [
  { compiler: "typescript", version: "6.0.3" },
  { compiler: "typescript-7", version: "7.0.2" },
] as const

test.each(compilers)(
  "$compiler $version has nothing to say against any generated file",
  async ({ compiler, version }) => {
    const { version: installed } = JSON.parse(readFileSync(`${workspace}node_modules/${compiler}/package.json`, "utf8"))
    expect(installed).toBe(version)
    expect(await compiled(compiler, compiler, ["../*/*.ts"])).toBe("")
  },
)

test.each(compilers)("$compiler finds what a flag forbids", async ({ compiler }) => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}unchecked.ts`, "export const first = (all: readonly string[]): string => all[0]\n")
  writeFileSync(`${folder}undeclared.ts`, "export const first = [1].map(String)\n")
  expect(await compiled(compiler, `${compiler}-1`, ["unchecked.ts"])).toContain("TS2322")
  expect(await compiled(compiler, `${compiler}-2`, ["undeclared.ts"])).toContain("TS9010")
})

test("nothing is suppressed", () => {
  const texts = readdirSync(`${workspace}examples/generated`, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => [path, readFileSync(`${workspace}examples/generated/${path}`, "utf8")] as const)
  expect(texts.length).toBeGreaterThan(70)
  expect(texts.filter(([, text]) => /@ts-|eslint-disable|: any\b/.test(text)).map(([path]) => path)).toEqual([])
})
