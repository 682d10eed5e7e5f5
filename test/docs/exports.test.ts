import { readFileSync } from "node:fs"
import { join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import ts from "typescript"
import { expect, test } from "vitest"

const root = fileURLToPath(new URL("../..", import.meta.url))

/** The sources that a package offers, by the entries of its manifest. */
const entriesOf = (folder: string): readonly string[] => {
  const { exports } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as {
    readonly exports: { readonly [entry: string]: unknown }
  }
  return Object.values(exports).flatMap((file) =>
    typeof file === "string" && file.startsWith("./src/") ? join(root, folder, file) : [],
  )
}

const packages = ["language", "judge", "checker", "generator", "runtime", "simulator", "explorer", "cli"]

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  allowImportingTsExtensions: true,
  noEmit: true,
  skipLibCheck: true,
  types: ["node"],
}
const program = ts.createProgram(packages.flatMap(entriesOf), options)
const checker = program.getTypeChecker()

const meantBy = (symbol: ts.Symbol): ts.Symbol =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol

/** All that a file exports, and what stands in the namespaces among it. */
const exportsOf = (module: ts.Symbol): readonly ts.Symbol[] =>
  checker
    .getExportsOfModule(module)
    .map(meantBy)
    .flatMap((symbol) => (symbol.declarations?.some(ts.isSourceFile) ? exportsOf(symbol) : [symbol]))

test.each(packages)("all that %s offers is explained where it is written", (folder) => {
  const modules = entriesOf(folder).flatMap((file) => {
    const source = program.getSourceFile(file)
    return (source && checker.getSymbolAtLocation(source)) ?? []
  })
  const offered = modules.flatMap(exportsOf)
  expect(offered.length).toBeGreaterThan(0)
  const silent = offered.filter((symbol) => symbol.getDocumentationComment(checker).length === 0)
  expect(
    silent.map(
      (symbol) => `${symbol.name} in ${relative(root, symbol.declarations?.[0]?.getSourceFile().fileName ?? "")}`,
    ),
  ).toEqual([])
})
