import { readdirSync, readFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import ts from "typescript"
import { describe, expect, test } from "vitest"

const root = fileURLToPath(new URL("../..", import.meta.url))

interface Manifest {
  readonly name: string
  readonly workspaces?: readonly string[]
  readonly dependencies?: { readonly [name: string]: string }
  readonly peerDependencies?: { readonly [name: string]: string }
}

/** The boundary where a file becomes a manifest. */
const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as Manifest

/** Which packages of ours each one imports: only such as stand above it, so that no two need each other. */
const imported: { readonly [folder: string]: readonly string[] } = {
  language: [],
  runtime: [],
  explorer: [],
  judge: ["language"],
  specs: ["language"],
  checker: ["judge", "language"],
  generator: ["checker", "language", "runtime"],
  simulator: ["checker", "language", "runtime"],
  cli: ["checker", "explorer", "generator", "judge", "language", "simulator"],
}
const folders = Object.keys(imported)
const folderOf = new Map(folders.map((folder) => [manifestOf(folder).name, folder]))

const distinct = (names: readonly string[]): readonly string[] => [...new Set(names)].toSorted()

const sourcesOf = (folder: string): readonly string[] => {
  const sources = join(root, folder, folder === "specs" ? "" : "src")
  return readdirSync(sources, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !/\bdist\b/.test(name))
    .map((name) => join(sources, name))
}

/** Every import in the sources of a package: the file, and what it names. */
const importsOf = (folder: string): readonly (readonly [file: string, name: string])[] =>
  sourcesOf(folder).flatMap((file) =>
    ts.preProcessFile(readFileSync(file, "utf8")).importedFiles.map(({ fileName }) => [file, fileName] as const),
  )

const packageOf = (name: string): string => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name

test("every package has its place among the others", () => {
  expect(folders.toSorted()).toEqual(manifestOf(".").workspaces?.toSorted())
})

describe.each(folders)("%s", (folder) => {
  const imports = importsOf(folder)
  const packages = distinct(
    imports.map(([, name]) => name).flatMap((name) => (/^\.|^node:/.test(name) ? [] : packageOf(name))),
  )

  test("imports of ours what it may, and nothing from below it", () => {
    const ours = packages.flatMap((name) => folderOf.get(name) ?? [])
    expect(distinct(ours)).toEqual(imported[folder])
    expect(ours.filter((other) => folders.indexOf(other) > folders.indexOf(folder))).toEqual([])
  })

  test("declares the packages that it imports, and no other", () => {
    const { dependencies, peerDependencies } = manifestOf(folder)
    expect(distinct(Object.keys({ ...dependencies, ...peerDependencies }))).toEqual(packages)
  })

  test("reaches into no other by a path", () => {
    const reached = imports.filter(([, name]) => name.startsWith(".")).map(([file, name]) => join(dirname(file), name))
    expect(reached.filter((file) => relative(join(root, folder), file).startsWith(".."))).toEqual([])
  })
})
