import { resolve } from "node:path"
import { certificateIn, type Drifted, driftIn, uncertified } from "./5-certify/drift.ts"
import { draft } from "./draft.ts"
import type { Refused } from "./generate.ts"

/** What in a folder is not what the spec gives, or what its certificate speaks of; nothing, if all is well. */
export const checkDrift = (path: string, { out }: { readonly out: string }): readonly Drifted[] | Refused => {
  const folder = resolve(out)
  const certificate = certificateIn(folder)
  if (certificate === null) return uncertified(folder)
  const drafted = draft(path, { out: folder, extension: certificate.importExtension, form: certificate.form })
  if (drafted.kind === "refused") return drafted
  return [...driftIn(folder, drafted.written, certificate), ...uncertified(folder)]
}
