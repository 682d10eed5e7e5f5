import { existsSync } from "node:fs"
import { filesOf } from "../load/files.ts"
import type { Chosen } from "../load/models.ts"
import type { Brief } from "./brief.ts"

interface Run {
  readonly paths: readonly string[]
  readonly chosen: Chosen
  readonly answers: readonly Brief[]
}

const isOf = (brief: Brief, { file, instance }: Pick<Brief, "file" | "instance">): boolean =>
  brief.file === file && brief.instance === instance

const readFor = (paths: readonly string[]): ReadonlySet<string> =>
  new Set(paths.map(filesOf).flatMap((files) => (Array.isArray(files) ? files : [])))

/** What a base says of instances that a run has answered, and of those that are gone: what is there and was not asked for, or not answered, is neither. */
export const answerable = (base: readonly Brief[], { paths, chosen, answers }: Run): readonly Brief[] => {
  const read = readFor(paths)
  const loaded = [...chosen.instances, ...chosen.unasked].map(({ file, name }) => ({ file, instance: name }))
  const isThere = (brief: Brief): boolean =>
    read.has(brief.file) ? loaded.some((one) => isOf(brief, one)) : existsSync(brief.file)
  return base.filter((brief) => answers.some((one) => isOf(brief, one)) || !isThere(brief))
}
