import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"

const folder = fileURLToPath(new URL("../src/", import.meta.url))
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".ts"))

const importsOf = (file: string): readonly string[] =>
  [...readFileSync(folder + file, "utf8").matchAll(/^(?:import|export) .*?from "(.*?)"|^} from "(.*?)"/gm)].map(
    ([, single, last]) => single ?? last ?? "",
  )

/** The number of the phase that a file belongs to, or that an import leads to. */
const phaseOf = (path: string): number | null => {
  const digit = /(?:^|\/)(\d)-/.exec(path)?.[1]
  return digit === undefined ? null : Number(digit)
}

test("one file knows where the compiler comes from", () => {
  expect(files.filter((file) => importsOf(file).includes("typescript"))).toEqual(["typescript.ts"])
})

test.each(files.filter((file) => phaseOf(file) !== null))("%s depends on no later phase", (file) => {
  const later = importsOf(file).filter((path) => (phaseOf(path) ?? 0) > (phaseOf(file) ?? 0))
  expect(later).toEqual([])
})
