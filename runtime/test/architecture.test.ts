import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"

const folder = fileURLToPath(new URL("../src/", import.meta.url))
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"))

test.each(files)("%s imports nothing but effect", (file) => {
  const imports = [...readFileSync(folder + file, "utf8").matchAll(/from "([^."][^"]*)"/g)].map(([, name]) => name)
  expect(imports.filter((name) => name !== "effect" && name?.startsWith("effect/") !== true)).toEqual([])
})
