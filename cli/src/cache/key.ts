import { createHash, type Hash } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { filesBehind } from "../load/imports.ts"
import type { Instance } from "../load/models.ts"
import { version } from "../version.ts"

/** What an answer depends on beside the spec, the tool and the instance. */
export interface Asked {
  readonly exact: boolean
  readonly lint: boolean
  readonly seed?: number
}

const addFile = (hash: Hash, file: string): void => {
  const text = readFileSync(file)
  hash.update(`${file}\0${text.length}\0`).update(text)
}

/** In a workspace the packages change under one version; once installed, they do not. */
const toolHash = (): string => {
  const hash = createHash("sha256").update(`${version()}\0${process.version}\0`)
  for (const name of ["@lockstep/language", "@lockstep/checker", "@lockstep/generator"]) {
    const folder = dirname(fileURLToPath(import.meta.resolve(name)))
    if (folder.includes("node_modules")) hash.update(folder)
    else
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
        if (entry.isFile()) addFile(hash, join(entry.parentPath, entry.name))
  }
  return hash.digest("hex")
}

/** Gives each instance the name that its answer has: another one as soon as anything that it depends on is another. */
export const keys = (asked: Asked): ((instance: Instance) => string) => {
  const tool = toolHash()
  return ({ url, name }) => {
    const hash = createHash("sha256").update(JSON.stringify([tool, asked.exact, asked.lint, asked.seed ?? 0, name]))
    for (const file of filesBehind(url).toSorted()) addFile(hash, file)
    return hash.digest("hex")
  }
}
