import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { saysModule } from "../says-module.ts"
import type { WrittenFile } from "./write.ts"

/** Says that the files beside it are modules, whatever the package around them is. */
export const moduleManifest: WrittenFile = { path: "package.json", text: '{ "type": "module" }\n' }

/** Whether the package around a library, of which the library's own folder is no part, takes its files for scripts or has to guess. */
export const needsManifest = (out: string): boolean => {
  const folder = dirname(out)
  const manifest = join(folder, "package.json")
  if (existsSync(manifest)) return !saysModule(readFileSync(manifest, "utf8"))
  return folder !== out && needsManifest(folder)
}

/** Whether there is a manifest among files. */
export const haveManifest = (paths: readonly string[]): boolean => paths.includes(moduleManifest.path)
