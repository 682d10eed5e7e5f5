import { execFileSync } from "node:child_process"
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { afterAll, expect, test } from "vitest"
import type { WrittenFile } from "../../src/3-write/write.ts"
import { draft } from "../../src/draft.ts"
import type { Form } from "../../src/index.ts"

const repository = fileURLToPath(new URL("../../../", import.meta.url))
const target = `${repository}generator/test/dist/declarations/`

afterAll(() => rmSync(target, { recursive: true, force: true }))

const written = (form: Form): readonly WrittenFile[] => {
  const options = { out: `${target}library`, extension: `.${form}`, form } as const
  const drafted = draft(`${repository}specs/transactions/two-phase-commit`, options)
  if (drafted.kind === "refused") throw new Error(`refused: ${drafted.why}`)
  return drafted.written.files.filter(({ path }) => !path.includes(".test."))
}

const put = (folder: string, files: readonly WrittenFile[]): void => {
  mkdirSync(target + folder, { recursive: true })
  for (const { path, text } of files) writeFileSync(`${target}${folder}/${path}`, text)
}

const typed = written("ts")
const script = written("js")

const types = [
  ...(typed.find(({ path }) => path === "types.ts")?.text ?? "").matchAll(/^export (?:interface|type) (\w+)/gm),
]

/** A file that compiles if the declarations in a folder say of every export what the TypeScript says. */
const comparison = (folder: string): string =>
  [
    `import * as typed from "./typed/index.ts"`,
    `import * as script from "./${folder}/index.js"`,
    "type Same<Left, Right> = [Left] extends [Right] ? ([Right] extends [Left] ? true : false) : false",
    "export const values: Same<typeof typed, typeof script> = true",
    ...types.map(([, name]) => `export const of${name}: Same<typed.${name}, script.${name}> = true`),
  ].join("\n")

/** Bugs of whoever writes declarations, each in one place. */
const bugs: readonly (readonly [file: string, from: string, to: string])[] = [
  ["types.d.ts", `"commit" | "abort"`, `"commit" | "undo"`],
  ["types.d.ts", `"no" | null`, `"no"`],
  ["types.d.ts", "export type ParticipantsDurable", "export type ParticipantDurable"],
  ["codec.d.ts", "participantsVote: Codec<", "participantsVote: Codec<0 | "],
  ["codec.d.ts", "export declare const participantsVote:", "export declare const participantVote:"],
  ["service.d.ts", "RoleService<TwoPhaseCommitParticipants>", "RoleService<TwoPhaseCommitCoordinator>"],
  ["promise.d.ts", "OpenRole<TwoPhaseCommitCoordinator>", "OpenRole<TwoPhaseCommitParticipants>"],
  ["index.d.ts", `export * from "./promise.js";`, ""],
]

const spoiled = ([file, from, to]: (typeof bugs)[number]): readonly WrittenFile[] =>
  script.map(({ path, text }) => {
    if (path === file) expect(text).toContain(from)
    return { path, text: path === file ? text.replace(from, () => to) : text }
  })

const compilerOptions = {
  ...{ target: "es2024", lib: ["es2024"], module: "nodenext", types: ["node"], strict: true, noEmit: true },
  ...{ exactOptionalPropertyTypes: true, allowImportingTsExtensions: true, skipLibCheck: true },
}

const compiled = (): string => {
  writeFileSync(`${target}tsconfig.json`, JSON.stringify({ compilerOptions, include: ["*.ts"] }))
  const words = [`${repository}node_modules/typescript-7/bin/tsc`, "-p", `${target}tsconfig.json`, "--pretty", "false"]
  try {
    return execFileSync(process.execPath, words, { cwd: target, encoding: "utf8" })
  } catch (error) {
    return error instanceof Error && "stdout" in error ? String(error.stdout) : String(error)
  }
}

test("declarations say what the TypeScript says, and each bug in them is seen", () => {
  put("typed", typed)
  const folders = [script, ...bugs.map(spoiled)].map((files, at) => {
    put(`script${at}`, files)
    writeFileSync(`${target}same${at}.ts`, comparison(`script${at}`))
    return `same${at}.ts`
  })
  const output = compiled()
  expect(folders.filter((file) => !output.includes(`${file}(`))).toEqual(["same0.ts"])
  expect(types.length).toBeGreaterThan(5)
})
