import { type UserError, userErrors } from "../messages.ts"
import { parse } from "../options.ts"

/** What `lockstep completions --help` prints. */
export const help = `lockstep completions <bash|zsh|fish>    print what lets a shell complete our words

  --json    say it as data

examples
  lockstep completions bash >> ~/.bashrc
  lockstep completions zsh > ~/.zfunc/_lockstep
  lockstep completions fish > ~/.config/fish/completions/lockstep.fish

exit codes
  0 printed    2 a mistake in the command
`

const shells = ["bash", "zsh", "fish"] as const

/** Prints the script of the shell that the command line names. */
export const run = async (argv: readonly string[]): Promise<number | UserError> => {
  const parsed = parse("completions", argv, { json: { type: "boolean" } })
  if ("kind" in parsed) return parsed
  const { values, positionals } = parsed
  const [given = ""] = positionals
  if (positionals.length !== 1)
    return userErrors.pathCount("completions", "one shell", positionals.length, "lockstep completions bash")
  const shell = shells.find((one) => one === given)
  if (shell === undefined) return userErrors.unknownShell(given, shells)
  const [{ scripts }, { commandTable }] = await Promise.all([
    import("../completions/scripts.ts"),
    import("../completions/table.ts"),
  ])
  const script = scripts[shell](await commandTable())
  process.stdout.write(values.json ? `${JSON.stringify({ shell, script }, null, 2)}\n` : script)
  return 0
}
