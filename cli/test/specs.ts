import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll } from "vitest"
import { root } from "./run.ts"

/** A folder for specs of tests, inside the workspace, so that a spec there finds the language. */
let folder = ""
beforeAll(() => {
  folder = mkdtempSync(join(root, "cli/test/tmp-"))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Writes a spec, and gives its file. */
export const spec = (name: string, text: string): string => {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

/** A folder beside the specs, whose name begins so. */
export const project = (name: string): string => mkdtempSync(join(folder, name))

/** An algorithm that never ends. */
export const endless = `import { algorithm } from "@lockstep/language"
export const up = algorithm<{ n: number }>({
  initial: [{ n: 0 }],
  actions: { up: (s) => ({ n: s.n + 1 }) },
  always: { small: (s) => s.n >= 0 },
})
`
