import { type NoSubject, openSubject } from "./1-read/subject.ts"
import { writeFiles } from "./3-write/write.ts"
import { specFile } from "./spec-file.ts"

/** The hash by which libraries, storages and traces name the spec at a path. */
export const specHashOf = (path: string): string | NoSubject => {
  const subject = openSubject(specFile(path))
  if (subject.kind === "refused") return subject
  return writeFiles(subject.program, subject.spec, { out: path, extension: ".ts" }).specHash
}
