import { type UserError, userErrors } from "../messages.ts"
import { parse } from "../options.ts"

/** What `lockstep doctor --help` prints. */
export const help = `lockstep doctor    look for what keeps specs from being written, checked or compiled

Node, TypeScript, whether the packages agree, the configuration, whether specs are found, whether
the editor knows the language's own library, cores and memory, generated code that is out of date.

  --json              say it as data

examples
  lockstep doctor --json
  cd packages/orders && lockstep doctor

exit codes
  0 nothing is wrong, though something may be doubtful    2 something is wrong
`

/** Looks at the project that the command runs in. */
export const run = async (argv: readonly string[]): Promise<number | UserError> => {
  const parsed = parse("doctor", argv, { json: { type: "boolean" } })
  if ("kind" in parsed) return parsed
  if (parsed.positionals.length > 0)
    return userErrors.pathCount("doctor", "no path", parsed.positionals.length, "lockstep doctor")
  const { runDoctor } = await import("../doctor/run.ts")
  return runDoctor(parsed.values.json ?? false)
}
