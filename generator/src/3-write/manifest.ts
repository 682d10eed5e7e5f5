import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { saysModule } from "../says-module.ts"
import { fileRow } from "./readme.ts"
import type { WrittenFile } from "./write.ts"

/** Says that the files beside it are modules, whatever the package around them is. */
export const moduleManifest: WrittenFile = { path: "package.json", text: '{ "type": "module" }\n' }

const readmeName = "README.md"

/** Whether the package around a library, of which the library's own folder is no part, takes its files for scripts or has to guess. */
export const needsManifest = (out: string): boolean => {
  const folder = dirname(out)
  const manifest = join(folder, "package.json")
  if (existsSync(manifest)) return !saysModule(readFileSync(manifest, "utf8"))
  return folder !== out && needsManifest(folder)
}

/** Whether there is a manifest among files. */
export const haveManifest = (paths: readonly string[]): boolean => paths.includes(moduleManifest.path)

/** What a reader is told of the files ends with their list. */
const listed = ({ path, text }: WrittenFile): WrittenFile => {
  const row = fileRow(moduleManifest.path, "says that these files are modules, whatever the package around them is")
  return { path, text: path === readmeName ? `${text}${row}\n` : text }
}

/** The files, with or without a manifest of their own. */
export const withManifest = (files: readonly WrittenFile[], has: boolean): readonly WrittenFile[] =>
  has ? [...files.map(listed), moduleManifest] : files
