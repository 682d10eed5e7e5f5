import { openProgram } from "./1-read/program.ts"
import { readSpecs } from "./1-read/read.ts"
import { writeFiles } from "./3-write/write.ts"
import { specFile } from "./5-certify/instances.ts"

/** The hash by which libraries, storages and traces name the spec at a path; `undefined` where there is no protocol. */
export const specHashOf = (path: string): string | undefined => {
  const program = openProgram(specFile(path))
  if (program === null) return undefined
  const [spec] = readSpecs(program)
  return spec && writeFiles(program, spec, { out: path, extension: ".ts" }).specHash
}
