import { openProgram } from "./1-read/program.ts"
import { readAlgorithms, readSpecs } from "./1-read/read.ts"
import type { Spec } from "./1-read/spec.ts"
import { type NoSubject, type Subject, subjectOf } from "./1-read/subject.ts"
import { verify } from "./2-verify/verify.ts"
import type { Diagnostic } from "./diagnostic.ts"
import { type Place, placeOf } from "./place.ts"

/** What the analysis found in a file. */
export interface Analysis {
  /** The protocols that the file holds or imports, its own first: none in a file of algorithms. */
  readonly specs: readonly Spec[]
  /** Where the file, or what it imports, defines algorithms. */
  readonly algorithms: readonly Place[]
  /** The one of them that the file is about. */
  readonly subject: Subject | NoSubject
  /** What is wrong with them, in the order of the text: nothing, if all is well. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads the protocols and algorithms of a file and says what is wrong with them; `null` when there is no such file. */
export const analyse = (file: string): Analysis | null => {
  const program = openProgram(file)
  if (program === null) return null
  const specs = readSpecs(program)
  return {
    specs,
    algorithms: readAlgorithms(program).map(placeOf),
    subject: subjectOf(program, specs),
    diagnostics: verify(program, specs),
  }
}
