/** Something that the user can mend: where, why, and what to do next. */
export interface UserError {
  readonly kind: "user-error"
  readonly code: string
  readonly place?: string
  readonly reason: string
  readonly fix: string
}

const userError = (code: string, reason: string, fix: string, place?: string): UserError => ({
  kind: "user-error",
  code,
  reason,
  fix,
  ...(place !== undefined && { place }),
})

/** Every message for a mistake on the command line or in a file that cannot be loaded. */
export const userErrors = {
  unknownCommand: (name: string) =>
    userError("LS001", `there is no command "${name}"`, "try `lockstep check <path>`, or `lockstep --help`"),
  badArguments: (reason: string) => userError("LS002", reason, "see `lockstep check --help`"),
  badNumber: (flag: string, value: string, example: string) =>
    userError("LS003", `--${flag} does not understand "${value}"`, `write it like ${example}`),
  noSuchPath: (path: string) =>
    userError("LS004", "does not exist", "give a model.ts, or a folder that holds some", path),
  noModels: (path: string) =>
    userError("LS005", "holds no model", "export a `model(...)` or an `algorithm(...)` from it", path),
  noInstance: (name: string, known: readonly string[]) =>
    userError("LS006", `no instance is called "${name}"`, `choose from ${known.join(", ")}`),
  cannotLoad: (place: string, reason: string) =>
    userError("LS007", reason, "correct the file; an editor with TypeScript shows the same", place),
  unknownFormat: (name: string) =>
    userError("LS008", `there is no format "${name}"`, "choose pretty, json, mermaid or itf"),
}

/** A user error as it is printed. */
export const formatUserError = ({ code, place, reason, fix }: UserError): string =>
  `${place === undefined ? "" : `${place}: `}${reason}  [${code}]\n  ${fix}\n`
