/**
 * Packs every public workspace as it would be published: compiled, with types, without sources.
 * `npm run pack` compiles first; the tarballs lie in dist/packages. Prints each with its size.
 */
import { execFileSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { type Manifest, published } from "./manifest.ts"

const root = fileURLToPath(new URL("..", import.meta.url))
const target = join(root, "dist", "packages")

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"))

/** The boundary where a file becomes a manifest. */
const manifestOf = (folder: string): Manifest => readJson(join(root, folder, "package.json")) as Manifest

const workspaces = (): readonly string[] => (manifestOf(".")["workspaces"] as readonly string[]).toSorted()

/** Folders and files that a package shows beside what was compiled, where it has them. */
const shown = [
  "bin",
  "lib",
  "schema",
  "observability",
  "page",
  "templates",
  "tsconfig.spec.json",
  "README.md",
  "AGENTS.md",
  "llms.txt",
]

const isCompiled = (path: string): boolean => !/\.map$|\.tsbuildinfo$|\.test\.(js|d\.ts)$/.test(path)

const withoutMap = (text: string): string => text.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n")

const dropMaps = (folder: string): void => {
  for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" }))
    if (/\.(js|d\.ts)$/.test(entry))
      writeFileSync(join(folder, entry), withoutMap(readFileSync(join(folder, entry), "utf8")))
}

/** A command's entry loads the sources in the workspace and the compiled ones in a package. */
const pointAtCompiled = (file: string): void =>
  writeFileSync(file, readFileSync(file, "utf8").replaceAll(/\.\.\/src\/(\w+)\.ts/g, "../dist/$1.js"))

const stage = (folder: string, manifest: Manifest): string => {
  const stage = join(target, "stage", folder)
  mkdirSync(stage, { recursive: true })
  cpSync(join(root, folder, "dist"), join(stage, "dist"), { recursive: true, filter: isCompiled })
  dropMaps(join(stage, "dist"))
  for (const name of shown)
    if (existsSync(join(root, folder, name))) cpSync(join(root, folder, name), join(stage, name), { recursive: true })
  for (const file of Object.values(manifest.bin ?? {})) pointAtCompiled(join(stage, file))
  cpSync(join(root, "LICENSE"), join(stage, "LICENSE"))
  writeFileSync(join(stage, "package.json"), `${JSON.stringify(published(manifest), null, 2)}\n`)
  return stage
}

/** One call for all: most of what npm does, it does to begin. */
const pack = (folders: readonly string[]): readonly string[] =>
  execFileSync("npm", ["pack", "--silent", "--pack-destination", target, ...folders], { cwd: target, encoding: "utf8" })
    .trim()
    .split("\n")
    .map((file) => join(target, file))

rmSync(target, { recursive: true, force: true })
const staged = workspaces().flatMap((folder) => {
  const manifest = manifestOf(folder)
  return manifest.private === true ? [] : [stage(folder, manifest)]
})
for (const tarball of pack(staged))
  console.log(
    `${(statSync(tarball).size / 1024).toFixed(0).padStart(6)} KiB  ${tarball.slice(dirname(target).length + 1)}`,
  )
rmSync(join(target, "stage"), { recursive: true })
