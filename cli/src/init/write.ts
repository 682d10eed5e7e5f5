import { existsSync, rmSync } from "node:fs"
import { dirname, join } from "node:path"
import { writeText } from "@lockstep/generator/files"
import type { StarterFile } from "./files.ts"

/** What has to be made first for a path: the outermost folder that is not there, or the path itself. */
const firstMissing = (path: string): string => (existsSync(dirname(path)) ? path : firstMissing(dirname(path)))

/** Writes all files, or leaves nothing behind that was not there. */
export const writeAll = (folder: string, files: readonly StarterFile[]): void => {
  const made: string[] = []
  try {
    for (const { path, text } of files) {
      const file = join(folder, path)
      if (!existsSync(file)) made.push(firstMissing(file))
      writeText(file, text)
    }
  } catch (error) {
    for (const path of made) if (existsSync(path)) rmSync(path, { recursive: true })
    throw error
  }
}
