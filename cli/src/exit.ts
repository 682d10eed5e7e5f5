import type { Report } from "@lockstep/checker"

const codes = { verified: 0, faulty: 2, violated: 4, vacuous: 6, inconclusive: 7 } as const

/** The exit code for a fault of this command itself. */
export const ownFaultCode = 1
/** What a shell says of commands that write to somebody who has stopped reading. */
export const unreadCode = 141
export const userErrorCode = codes.faulty
/** What is generated is not what the spec gives. */
export const driftedCode = 8
/** A new version of a spec cannot stand beside the old one, or read what it stored. */
export const breakingCode = 3
/** The spec does not allow what was recorded. */
export const notAcceptedCode = 9
export const vacuousCode = codes.vacuous
export const violatedCode = codes.violated
export const inconclusiveCode = codes.inconclusive

/** From best to worst. */
const severity: readonly number[] = [0, 7, 6, 4, 2]

/** The exit code that one report asks for. */
export const codeOf = ({ verdict }: Report): number => codes[verdict]

/** The exit code of several instances: that of the worst. */
export const worstOf = (all: readonly number[]): number =>
  all.reduce((worst, code) => (severity.indexOf(code) > severity.indexOf(worst) ? code : worst), 0)
