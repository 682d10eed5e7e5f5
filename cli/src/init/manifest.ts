import { type Fields, isRecord } from "../forms.ts"
import { version } from "../version.ts"

const recordOf = (value: unknown): Fields => (isRecord(value) ? value : {})

const scripts = { check: "lockstep check", test: 'node --test "test/**/*.test.*"' }

/** What `npm init` writes where there are no tests yet. */
const noTest = 'echo "Error: no test specified" && exit 1'

/** The scripts of a project, without the one that only fails. */
const ownScripts = (manifest: Fields): Fields =>
  Object.fromEntries(
    Object.entries(recordOf(manifest["scripts"])).filter(([name, script]) => name !== "test" || script !== noTest),
  )

const packages = ["@lockstep/checker", "@lockstep/language", "lockstep"]

/** A package that is there already stays as it is, in whatever version. */
const additions = (manifest: Fields): { readonly [name: string]: string } => {
  const known = { ...recordOf(manifest["dependencies"]), ...recordOf(manifest["devDependencies"]) }
  return Object.fromEntries(packages.filter((name) => !Object.hasOwn(known, name)).map((name) => [name, version()]))
}

const indentOf = (text: string): string => /^[ \t]+(?=")/m.exec(text)?.[0] ?? "  "

/** What a package.json says once it knows lockstep; what it says already comes first. */
export const withLockstep = (text: string): string => {
  const manifest = recordOf(JSON.parse(text))
  const devDependencies = { ...recordOf(manifest["devDependencies"]), ...additions(manifest) }
  const merged = { ...manifest, scripts: { ...scripts, ...ownScripts(manifest) }, devDependencies }
  return `${JSON.stringify(merged, null, indentOf(text))}\n`
}

/** A package.json for a folder that has none. */
export const newManifest = (name: string): string =>
  withLockstep(JSON.stringify({ name, private: true, type: "module" }))
