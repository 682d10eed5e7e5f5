import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { afterAll, expect, test } from "vitest"
import { openSubject } from "../../src/1-read/subject.ts"

const folder = fileURLToPath(new URL("../dist/subject/", import.meta.url))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Writes a file of a spec, and gives its path. */
const written = (name: string, text: string): string => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(folder + name, `import { model, protocol, spec } from "@lockstep/language"\n${text}`)
  return folder + name
}

const role = (name: string): string =>
  `export const ${name} = spec<{ state: { n: number } }>().role({ initial: { n: 0 } })\n`

const subjectIn = (file: string): unknown => {
  const subject = openSubject(file)
  if (subject.kind === "subject") return subject.spec.name
  return subject.why === "several-protocols" ? subject.names : subject.why
}

written("first.ts", `${role("one")}export const first = protocol({ roles: { one } })\n`)
const second = written(
  "second.ts",
  `import { one } from "./first.ts"\nexport const second = protocol({ roles: { one } })\n`,
)

test("a file is about its own protocol, whatever it imports", () => {
  expect(subjectIn(second)).toBe("second")
})

test("a file is about the protocol that it has models of, though that one imports another", () => {
  const models = written(
    "models.ts",
    `import { second } from "./second.ts"\nexport const quick = model(second, { nodes: { one: 1 } })\n`,
  )
  expect(subjectIn(models)).toBe("second")
})

test("a file without models is about the one protocol that it imports", () => {
  expect(subjectIn(written("beside.ts", `export { first } from "./first.ts"\n`))).toBe("first")
})

test("a file with models of several protocols is about none of them", () => {
  const models = written(
    "both.ts",
    `import { first } from "./first.ts"
import { second } from "./second.ts"
export const quick = model(second, { nodes: { one: 1 } })
export const other = model(first, { nodes: { one: 1 } })
`,
  )
  expect(subjectIn(models)).toEqual(["first", "second"])
})

test("a file without protocols has none", () => {
  expect(subjectIn(written("none.ts", "export const nothing = 0\n"))).toBe("no-protocol")
  expect(subjectIn(`${folder}missing.ts`)).toBe("no-protocol")
})
