import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"

const folder = fileURLToPath(new URL("../src/", import.meta.url))
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"))

const isAllowed = (name: string): boolean => name === "effect" || name.startsWith("effect/") || name.startsWith("node:")

test.each(files)("%s imports nothing but effect and what Node has", (file) => {
  const imports = [...readFileSync(folder + file, "utf8").matchAll(/from "([^."][^"]*)"/g)].map(([, name = ""]) => name)
  expect(imports.filter((name) => !isAllowed(name))).toEqual([])
})
