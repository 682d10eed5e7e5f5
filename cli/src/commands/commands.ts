import type { UserError } from "../messages.ts"

/** One word behind `lockstep`: what its `--help` prints, and what it does; the number is the exit code. */
export interface Command {
  readonly help: string
  readonly run: (argv: readonly string[]) => Promise<number | UserError>
}

/** Each command is loaded when it is asked for, and loads the compiler, where it uses it, once it knows what to do. */
const commands: { readonly [name: string]: () => Promise<Command> } = {
  init: () => import("./init.ts"),
  check: () => import("./check.ts"),
  explore: () => import("./explore.ts"),
  lint: () => import("./lint.ts"),
  generate: () => import("./generate.ts"),
  diff: () => import("./diff.ts"),
  simulate: () => import("./simulate.ts"),
  mutate: () => import("./mutate.ts"),
  judge: () => import("./judge.ts"),
  replay: () => import("./replay.ts"),
  doctor: () => import("./doctor.ts"),
  completions: () => import("./completions.ts"),
}

/** Every command by its name. */
export const commandNames: readonly string[] = Object.keys(commands)

/** The command of a name; `undefined` where there is none. */
export const commandOf = async (name: string): Promise<Command | undefined> =>
  Object.hasOwn(commands, name) ? commands[name]?.() : undefined
