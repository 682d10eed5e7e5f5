import { readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"

const folder = fileURLToPath(new URL("../src/", import.meta.url))
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"))

/** The files that need another package, and which. */
const exceptions: Readonly<Record<string, string>> = {
  "storage/postgres.ts": "@effect/sql-pg/PgConnection",
  "transport/web-socket.ts": "ws",
}

const isAllowed = (name: string): boolean => name === "effect" || name.startsWith("effect/") || name.startsWith("node:")

const importsOf = (file: string): readonly string[] =>
  [...readFileSync(folder + file, "utf8").matchAll(/from "([^"]+)"/g)].map(([, name = ""]) => name)

test.each(files)("%s imports nothing but effect and what Node has", (file) => {
  const foreign = importsOf(file).filter((name) => !name.startsWith(".") && !isAllowed(name))
  expect(foreign.filter((name) => name !== exceptions[file])).toEqual([])
})

/** All files that come along with one. */
const reachable = (file: string, seen: Set<string>): ReadonlySet<string> => {
  if (seen.has(file)) return seen
  seen.add(file)
  for (const name of importsOf(file)) if (name.startsWith(".")) reachable(join(dirname(file), name), seen)
  return seen
}

test("Node's TLS, which takes five MiB, is loaded only where it is used", () => {
  const common = [...reachable("index.ts", new Set())]
  const loads = (file: string): boolean =>
    /^import (?!type)[^"]* from "node:tls"/m.test(readFileSync(folder + file, "utf8"))
  expect(common.filter(loads)).toEqual([])
  expect(loads("transport/web-socket.ts")).toBe(true)
})

test("databases and WebSockets are entry points of their own", () => {
  const common = reachable("index.ts", new Set())
  expect(common).toContain("storage/wal.ts")
  expect([...common].filter((file) => /sqlite|postgres|web-socket/.test(file))).toEqual([])
})
