import { isUserError, type UserError, userErrors } from "../messages.ts"
import { parse } from "../options.ts"

const options = {
  name: { type: "string" },
  ci: { type: "string" },
  yes: { type: "boolean", short: "y" },
  json: { type: "boolean" },
} as const

/** What `lockstep init --help` prints. */
export const help = `lockstep init [folder]    begin: a small lock that passes, and is one character away from breaking

Writes a spec, its model, a test, lockstep.config.ts and a CI workflow into an empty folder or
a project, and adds lockstep to its package.json. It asks on a terminal, and overwrites nothing.

  --name <name>         what the protocol's folder is called (default: lock)
  --ci <github|none>    whose workflow to write (default: github)
  --yes, -y             ask nothing
  --json                say as data what was written

examples
  lockstep init my-protocols
  lockstep init --yes
  lockstep init . --name mutex --ci none

exit codes
  0 written    2 a mistake in the command, or something is there already: nothing is written
`

const places = ["github", "none"] as const

/** Writes the project that the command line, or whoever is asked, describes. */
export const run = async (argv: readonly string[]): Promise<number | UserError> => {
  const parsed = parse("init", argv, options)
  if ("kind" in parsed) return parsed
  const { values, positionals } = parsed
  const [folder = "."] = positionals
  if (positionals.length > 1)
    return userErrors.pathCount("init", "one folder", positionals.length, "lockstep init my-protocols")
  const { yes = false, json = false, ...known } = values
  const isAsked = !yes && !json && process.stdin.isTTY && process.stderr.isTTY
  const answers = isAsked ? await (await import("../init/ask.ts")).ask(known) : known
  const { name = "lock", ci = "github" } = answers
  if (!/^[a-z][a-z0-9-]{0,99}$/.test(name)) return userErrors.badName(name)
  const place = places.find((one) => one === ci) ?? userErrors.unknownChoice("ci", ci, places)
  if (typeof place === "object" && isUserError(place)) return place
  const { runInit } = await import("../init/run.ts")
  return runInit({ folder, name, workflow: place === "github", json })
}
