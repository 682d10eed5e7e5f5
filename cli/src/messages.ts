import { nearest } from "./nearest.ts"
import { shellWord } from "./shell-word.ts"

/** Every mistake that can be made on the command line, or that keeps a file from being loaded. */
export const userErrorCodes = [
  "unknown-command",
  "unknown-option",
  "bad-number",
  "unknown-format",
  "two-formats",
  "unknown-choice",
  "not-together",
  "missing-option",
  "path-count",
  "no-such-path",
  "not-a-spec",
  "no-models",
  "no-runtime",
  "no-protocol",
  "several-protocols",
  "no-history",
  "bad-history",
  "no-trace",
  "bad-trace",
  "other-spec",
  "no-object",
  "unknown-instance",
  "unknown-goal",
  "only-on-request",
  "cannot-load",
  "ends-command",
  "bad-model",
  "bad-config",
  "bad-explanation",
  "no-report",
  "cannot-write",
  "would-overwrite",
  "no-folder",
  "bad-manifest",
  "bad-name",
  "foreign-folder",
  "unchecked",
  "failing",
  "not-compiled",
  "not-saved",
] as const
export type UserErrorCode = (typeof userErrorCodes)[number]

/** Something that the user can mend: where, why, and what to do next. */
export interface UserError {
  readonly kind: "user-error"
  readonly code: UserErrorCode
  readonly place?: string
  readonly reason: string
  /** The line of source that is meant, with a mark under the column. */
  readonly excerpt?: readonly string[]
  readonly fix: string
}

export const isUserError = (value: object): value is UserError => "kind" in value && value.kind === "user-error"

const userError = (code: UserErrorCode, reason: string, fix: string, place?: string): UserError => ({
  kind: "user-error",
  code,
  reason,
  fix,
  ...(place !== undefined && { place: place || '""' }),
})

const didYouMean = (word: string, known: readonly string[], before = ""): string => {
  const meant = nearest(word, known)
  return meant === undefined || meant === word ? "" : `did you mean ${before}${meant}? `
}

const oneOf = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`

/** What is said of a file that is there and gives nothing. */
export const unreadable = (error: unknown): string =>
  `cannot be read: ${error instanceof Error ? error.message : String(error)}`

/** A spec in JavaScript may be one all the same: nobody can tell without its types. */
const holdsNothing = (path: string, reason: string, fix: string): UserError =>
  /\.[cm]?js$/.test(path)
    ? userError(
        "no-protocol",
        "is JavaScript, and a spec is read with its types here",
        "write it in TypeScript, as .ts or .mts: `lockstep check` alone takes it as it is",
        path,
      )
    : userError("no-protocol", reason, fix, path)

/** What is said about each mistake. */
export const userErrors = {
  unknownCommand: (name: string, known: readonly string[]) =>
    userError("unknown-command", `there is no command "${name}"`, `${didYouMean(name, known)}see \`lockstep --help\``),
  unknownOption: (reason: string, command: string, given: string, known: readonly string[]) =>
    userError(
      "unknown-option",
      reason,
      `${didYouMean(given, known, "--")}see \`lockstep ${command}${command && " "}--help\``,
    ),
  emptyOption: (flag: string, command: string) =>
    userError("unknown-option", `option '--${flag} <value>' argument is empty`, `see \`lockstep ${command} --help\``),
  optionBeforeCommand: (option: string, command: string) =>
    userError(
      "unknown-option",
      `"${option}" stands before the command`,
      `put options behind it: \`lockstep ${command} ${option}\``,
    ),
  badNumber: (flag: string, value: string, example: string) =>
    userError("bad-number", `--${flag} does not understand "${value}"`, `write it like ${example}`),
  unknownFormat: (name: string, known: readonly string[]) =>
    userError("unknown-format", `there is no format "${name}"`, `${didYouMean(name, known)}choose ${oneOf(known)}`),
  unnamedFile: (name: string) =>
    userError("unknown-format", `"${name}=" names no file`, `write it like ${name}=<file>, or ${name} to print it`),
  twoFormats: (one: string, other: string) =>
    userError(
      "two-formats",
      `${one} and ${other} cannot both be printed`,
      `write one of them to a file: --reporter ${other}=<file>`,
    ),
  oneFile: (one: string, other: string, file: string) =>
    userError(
      "two-formats",
      `${one} and ${other} cannot both be written to ${file}`,
      `name another file for one of them: --reporter ${other}=<file>`,
    ),
  unknownChoice: (flag: string, value: string, known: readonly string[]) =>
    userError(
      "unknown-choice",
      `--${flag} does not understand "${value}"`,
      known.length === 0 ? "leave it out: there is none to choose" : `choose ${oneOf(known)}`,
    ),
  unknownShell: (given: string, known: readonly string[]) =>
    userError("unknown-choice", `there are no completions for "${given}"`, `choose ${oneOf(known)}`),
  notTogether: (one: string, other: string) =>
    userError("not-together", `${one} and ${other} cannot both be had`, "leave one of them out"),
  notOfReports: (option: string, why: string) =>
    userError("not-together", `--${option} and a report cannot both be had: ${why}`, `leave --${option} out`),
  missingOption: (command: string, option: string, example: string) =>
    userError("missing-option", `${command} needs ${option}`, `write it like \`${example}\``),
  pathCount: (command: string, wanted: string, given: number, example: string) =>
    userError(
      "path-count",
      `${command} needs ${wanted}, and was given ${given || "none"}`,
      `write it like \`${example}\``,
    ),
  noSuchPath: (path: string) =>
    userError("no-such-path", "does not exist", "give a model.ts, or a folder that holds some", path),
  unreadablePath: (path: string, reason: string) =>
    userError("no-such-path", reason, "give what you may read, or change who may", path),
  notASpec: (path: string) =>
    userError("not-a-spec", "is no TypeScript file", "give a model.ts, or a folder that holds some", path),
  noProtocol: (path: string) =>
    holdsNothing(path, "holds no protocol", "give a file with a `protocol(...)`, or a folder that holds some"),
  noSpec: (path: string) =>
    holdsNothing(
      path,
      "holds neither a protocol nor an algorithm",
      "give a file with a `protocol(...)` or an `algorithm(...)`, or a folder that holds some",
    ),
  nothingToChange: (path: string) =>
    userError(
      "no-protocol",
      "holds only mutants and algorithms, and what is changed is a protocol as it is meant",
      "give the model of the protocol, or the folder that holds it",
      path,
    ),
  severalProtocols: (place: string, path: string, names: readonly string[]) =>
    userError(
      "several-protocols",
      `is a second protocol, and one is wanted: ${path} has ${names.join(", ")}`,
      "put each into a file of its own, with its models beside it, and give that file",
      place,
    ),
  noRecording: (path: string, reason = "is no file") =>
    userError("no-history", reason, "give a file with the operations of some clients", path),
  badHistory: (place: string, reason: string, fix: string) => userError("bad-history", reason, fix, place),
  noTrace: (path: string, reason: string) =>
    userError("no-trace", reason, "give the folder where nodes record their steps, or files of it", path),
  badTrace: (place: string, reason: string, fix: string) => userError("bad-trace", reason, fix, place),
  otherSpec: (place: string, found: string, path: string, own: string) =>
    userError(
      "other-spec",
      `is of a build from spec ${found}, and ${path} is ${own}`,
      `check out the spec of that build, or hold the trace against this one all the same: --accept ${found}`,
      place,
    ),
  otherProtocol: (place: string, protocol: string, role: string, path: string) =>
    userError(
      "other-spec",
      `is a trace of ${protocol}, and ${path} has no role ${role}`,
      `give the spec of ${protocol}: --spec <path>`,
      place,
    ),
  noObject: (path: string, name: string) =>
    userError(
      "no-object",
      `exports no sequential object "${name}"`,
      "export a `sequentialObject(...)` of this name",
      path,
    ),
  noObjectFile: (path: string) =>
    userError("no-object", "does not exist", "give a file that exports a `sequentialObject(...)`: model.ts#log", path),
  noReads: (name: string) =>
    userError(
      "no-object",
      `${name} does not say which of its calls are reads, and convergence is about what is read in the end`,
      'give it `reads: ["..."]`',
    ),
  noRuntime: (folder: string) =>
    userError(
      "no-runtime",
      "could not be run to compare it with its spec: @lockstep/runtime is not installed there",
      "run `npm install @lockstep/runtime effect` in the project around it, or choose a folder inside of it",
      folder,
    ),
  noModels: (path: string) =>
    userError(
      "no-models",
      "holds no model",
      "export a `model(...)` or an `algorithm(...)` from a model.ts there",
      path,
    ),
  unknownInstance: (name: string, known: readonly string[]) =>
    userError(
      "unknown-instance",
      `no instance is called "${name}"`,
      `${didYouMean(name, known)}choose from ${known.join(", ")}`,
    ),
  unknownGoal: (name: string, known: readonly string[]) =>
    userError(
      "unknown-goal",
      `nothing of this name is \`reachable\`: "${name}"`,
      known.length === 0
        ? "the instances have no `reachable` goals"
        : `${didYouMean(name, known)}choose from ${known.join(", ")}`,
    ),
  onlyOnRequest: (name: string) =>
    userError("only-on-request", `all that is here is called ${name}`, `ask for it by name: --instance ${name}`),
  cannotLoad: (place: string, reason: string) =>
    userError("cannot-load", reason, "correct the file: an editor with TypeScript shows the same", place),
  noModule: (place: string) =>
    userError(
      "cannot-load",
      "is an ES module, and the package.json above it says that its files are none",
      'put `"type": "module"` into that package.json, or `{ "type": "module" }` into one beside the spec',
      place,
    ),
  neverLoaded: (file: string) =>
    userError(
      "cannot-load",
      "waits while it is loaded for something that never comes",
      "take the `await` out of it, and what it exports may not be called `then`",
      file,
    ),
  endlessLoad: (file: string) =>
    userError(
      "cannot-load",
      "does not come to an end while it is loaded, and its time is over",
      "take the loop out that never ends, of it or of what it imports; or give it more --timeout",
      file,
    ),
  endsCommand: (place: string | undefined) =>
    userError(
      "ends-command",
      "ends the process before the command is done",
      "take `process.exit` or `process.abort` out: a spec ends nothing",
      place ?? "a spec",
    ),
  badModel: (place: string, name: string, reason: string, fix: string) =>
    userError("bad-model", `${name}: ${reason}`, fix, place),
  badObject: (object: string, reason: string) =>
    userError("bad-model", reason, "correct the sequential object", object),
  badConfig: (place: string, reason: string, fix: string) => userError("bad-config", reason, fix, place),
  badExplanation: (place: string, reason: string, fix: string) => userError("bad-explanation", reason, fix, place),
  noCounterexample: (path: string, instances: readonly string[]) =>
    userError(
      "no-report",
      `holds no counterexample: nothing is broken in ${instances.join(", ") || "it"}`,
      "give a report of something that `lockstep check` shows to be broken",
      path,
    ),
  unknownCounterexample: (path: string, name: string, known: readonly string[]) =>
    userError(
      "unknown-instance",
      `holds no counterexample of "${name}"`,
      `${didYouMean(name, known)}choose from ${known.join(", ")}`,
      path,
    ),
  lostInstance: (spec: string, name: string, fix: string) =>
    userError("unknown-instance", `has no instance "${name}", which the report speaks of`, fix, spec),
  limitsNobody: (place: string, name: string, known: readonly string[]) =>
    userError(
      "bad-config",
      `instances.${name} limits nothing: no instance is called so`,
      `${didYouMean(name, known)}there are ${known.join(", ")}`,
      place,
    ),
  noReport: (path: string, reason: string) =>
    userError("no-report", reason, "write one with `lockstep check --reporter json=<file>`", path),
  failedReport: (path: string, { place, reason }: Pick<UserError, "place" | "reason">) =>
    userError(
      "no-report",
      `holds no report, but why there is none: ${place === undefined ? "" : `${place}: `}${reason}`,
      "mend that, and write the report again with `lockstep check --reporter json=<file>`",
      path,
    ),
  cannotWrite: (path: string, reason: string) =>
    userError(
      "cannot-write",
      `cannot be written: ${reason}`,
      "make room there, or name a place that you may write to",
      path,
    ),
  wouldOverwrite: (folder: string, present: readonly string[]) =>
    userError(
      "would-overwrite",
      `has ${present.join(", ")} already, and nothing was written`,
      "move them away, or choose another --name or folder",
      folder,
    ),
  noFolder: (path: string) =>
    userError(
      "no-folder",
      path === "" ? "names no folder" : "is a file",
      "give an empty, a new or a project's folder",
      path,
    ),
  goneFolder: () =>
    userError(
      "no-folder",
      "is no more: somebody took away the folder that this runs in",
      'enter it anew: cd "$PWD"',
      ".",
    ),
  badManifest: (path: string) =>
    userError(
      "bad-manifest",
      "is no JSON, and nothing was written",
      "correct it: `npm pkg get` complains of it, too",
      path,
    ),
  badName: (name: string) =>
    userError(
      "bad-name",
      `"${name}" is no name of a folder`,
      "use small letters, digits and -, at most 100 of them, like --name mutex",
    ),
  foreignFolder: (path: string) =>
    userError("foreign-folder", "holds something that lockstep did not write", "give an empty or a new folder", path),
  unchecked: (path: string) =>
    userError(
      "unchecked",
      "has no instance to check",
      "export a `model(...)` from a model.ts there, or write a library that nothing is known of with --unchecked",
      path,
    ),
  failing: (path: string, instance: string, verdict: string, properties: readonly string[]) =>
    userError(
      "failing",
      `${instance} is ${verdict}${properties.length > 0 ? `: ${properties.join(", ")}` : ""}`,
      `see \`lockstep check ${shellWord(path)} --instance ${instance}\``,
      path,
    ),
  mistaken: (place: string, mistake: string, fix: string, path: string, instance: string) =>
    userError(
      "failing",
      mistake,
      `${fix}; \`lockstep check ${shellWord(path)} --instance ${instance}\` shows the way there`,
      place,
    ),
  failingView: (place: string, view: string, throws: string | undefined) =>
    userError(
      "failing",
      `the view ${view} ${throws === undefined ? "gives what is no data" : `throws ${throws}`}`,
      "give data for every state that a node can be in",
      place,
    ),
  unlikeItsType: (
    place: string,
    {
      by,
      what,
      path,
      value,
    }: { readonly by: string; readonly what: string; readonly path: string; readonly value: unknown },
  ) =>
    userError(
      "failing",
      `${by} gives ${what} ${path === "" ? "as" : `with ${path} as`} ${JSON.stringify(value) ?? "nothing"}, which its type does not allow`,
      "give what the type says, and take out the cast that hides it",
      place,
    ),
  notCompiled: (path: string) =>
    userError("not-compiled", "cannot be compiled", "correct what is said above, or see `lockstep lint`", path),
  notSaved: (path: string, reason = "holds no simulation") =>
    userError("not-saved", reason, "give a file that `lockstep simulate --save` has written", path),
  otherSimulation: (path: string, reason: string, fix: string) =>
    userError("not-saved", `speaks of what is not there: ${reason}`, fix, path),
  cannotFindPackage: (place: string, name: string) =>
    userError("cannot-load", `imports "${name}", which is not installed here`, `npm install ${name}`, place),
}
