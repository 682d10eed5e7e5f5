import type { Diagnostic } from "@lockstep/generator"
import { userErrorCode } from "../exit.ts"
import { json, pretty } from "./diagnostics.ts"

/** Tells why a command does nothing with a spec: as data where that is asked for, and else beside the output. */
export const refuse = (diagnostics: readonly Diagnostic[], asJson: boolean): number => {
  if (asJson) process.stdout.write(json(diagnostics))
  else process.stderr.write(pretty(diagnostics))
  return userErrorCode
}
