import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { basename } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, expect, test } from "vitest"
import { mutationsOf } from "../../src/index.ts"

const folder = fileURLToPath(new URL("../dist/mutate/", import.meta.url))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Writes a file of a spec, and tells in which files changes are made for it. */
const changedFor = (name: string, text: string): readonly string[] => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(folder + name, `import { model, protocol, spec } from "@lockstep/language"\n${text}`)
  return [...new Set(mutationsOf(folder + name)?.map(({ file }) => basename(file)))].toSorted()
}

const counting = (name: string): string => `
const { role } = spec<{ state: { n: number }; message: never; timer: "tick" }>()
const counter = role({ initial: { n: 0 }, timers: { tick: { while: ({ n }) => n < 2, fire: ({ n }) => ({ n: n + 1 }) } } })
export const ${name} = protocol({ roles: { counter } })
`
changedFor("first.ts", counting("first"))
changedFor("second.ts", `${counting("second")}export const more = model(second, { nodes: { counter: 2 } })`)

const ofFirst = `import { first } from "./first.ts"
export const quick = model(first, { nodes: { counter: 1 } })
`

test.each([
  ["imports another, which its models do not run", 'import { second } from "./second.ts"\n', ["first.ts"]],
  ["passes on models of another", 'export * from "./second.ts"\n', ["first.ts", "second.ts"]],
  ["passes on models of none", 'export type { first } from "./first.ts"\n', ["first.ts"]],
  [
    "makes models in a way that is not to be seen through",
    `import { second } from "./second.ts"
export const [made] = [second].map((of) => model(of, { nodes: { counter: 2 } }))
`,
    ["first.ts", "second.ts"],
  ],
])("the protocols of models are changed; here of a file that %s", (_what, more, files) => {
  expect(changedFor("model.ts", ofFirst + more)).toEqual(files)
})

test("a file without models has the protocols that it imports changed", () => {
  expect(changedFor("beside.ts", 'export { first } from "./first.ts"\n')).toEqual(["first.ts"])
})
