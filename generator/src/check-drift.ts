import { certificateIn, type Drifted, driftIn, uncertified } from "./5-certify/drift.ts"
import { draft } from "./draft.ts"
import { folderNamed } from "./files.ts"
import type { Refused } from "./generate.ts"

/** What is asked for where nothing else is said. */
const usual = { importExtension: ".ts", form: "ts" } as const

/**
 * What in a folder is not what the spec gives, or what its certificate speaks of; nothing, if all is well. A spec that gives nothing is
 * refused, whatever the folder holds: nobody could mend the folder by it.
 */
export const checkDrift = (path: string, { out }: { readonly out: string }): readonly Drifted[] | Refused => {
  const folder = folderNamed(out)
  const certificate = certificateIn(folder)
  const { importExtension, form } = certificate ?? usual
  const drafted = draft(path, { out: folder, extension: importExtension, form })
  if (drafted.kind === "refused") return drafted
  if (certificate === null) return uncertified(folder)
  return [...driftIn(folder, drafted.written, certificate), ...uncertified(folder)]
}
