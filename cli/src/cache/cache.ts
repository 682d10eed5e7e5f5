import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Report } from "@lockstep/checker"
import { makeFolder } from "@lockstep/generator/files"
import type { Instance } from "../load/models.ts"
import { type Asked, keys } from "./key.ts"
import { type Kept, readKept, writeKept } from "./text.ts"

/** Keeps the answers to specs that did not change. */
export interface Cache {
  readonly find: (instance: Instance) => Kept | undefined
  readonly keep: (instance: Instance, report: Report) => void
}

const textOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, "utf8")
  } catch {
    return undefined
  }
}

const longestDays = 30

/** An answer, or one that a command which was killed had begun to write. */
const isOwn = (name: string): boolean => /^[\da-f]{64}\.json(\.\d+)?$/.test(name)

/** The folder may be one that holds something else, too. */
const dropOld = (folder: string): void => {
  const oldest = Date.now() - longestDays * 24 * 3_600_000
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = join(folder, entry.name)
    if (entry.isFile() && isOwn(entry.name) && statSync(file).mtimeMs < oldest) rmSync(file, { force: true })
  }
}

/** Two commands may write at once: each writes a file of its own and puts it into its place. */
const write = (folder: string, name: string, text: string): void => {
  try {
    makeFolder(folder)
    const own = join(folder, `${name}.${process.pid}`)
    writeFileSync(own, text)
    renameSync(own, join(folder, name))
    dropOld(folder)
  } catch (error) {
    process.stderr.write(`the answer is not kept: ${error instanceof Error ? error.message : String(error)}\n`)
  }
}

/** What time or memory cut short would come out otherwise next time, and how long a handler takes depends on the machine. */
const isLasting = ({ stopped, fault }: Report): boolean => stopped === undefined && fault?.code !== "endless"

/** Opens the folder of answers. */
export const openCache = (folder: string, asked: Asked): Cache => {
  const keyOf = keys(asked)
  const fileOf = (instance: Instance): string => `${keyOf(instance)}.json`
  return {
    find: (instance) => {
      const file = join(folder, fileOf(instance))
      const text = textOf(file)
      const kept = text === undefined ? undefined : readKept(text)
      if (text !== undefined && kept === undefined)
        process.stderr.write(`${file} is damaged, and ${instance.name} is explored again\n`)
      return kept
    },
    keep: (instance, report) => {
      if (isLasting(report)) write(folder, fileOf(instance), writeKept({ checkedAt: new Date().toISOString(), report }))
    },
  }
}

/** Keeps nothing. */
export const noCache: Cache = { find: () => undefined, keep: () => undefined }
