import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { version } from "../version.ts"
import { doubtful, fine, type Look, wrong } from "./finding.ts"

/** The version of a package as a folder would find it; `undefined` where it would not. */
const installed = (name: string, folder: string): string | undefined => {
  const file = join(folder, "node_modules", name, "package.json")
  if (existsSync(file)) {
    const { version }: { readonly version?: unknown } = JSON.parse(readFileSync(file, "utf8"))
    return typeof version === "string" ? version : undefined
  }
  return dirname(folder) === folder ? undefined : installed(name, dirname(folder))
}

const names = ["language", "checker", "explorer", "generator", "judge", "runtime", "simulator"].map(
  (name) => `@lockstep/${name}`,
)

/** Packages of several versions would disagree about what a step means. */
export const lookAtPackages = (folder: string): readonly Look[] => {
  const found = ["lockstep", ...names].flatMap((name) => {
    const present = installed(name, folder)
    return present === undefined ? [] : [{ name, present }]
  })
  const others = found.filter(({ present }) => present !== version())
  const language = installed("@lockstep/language", folder)
  const fix = "npm install --save-dev @lockstep/language"
  return [
    language === undefined
      ? wrong("language", "@lockstep/language is not installed here: no spec can be loaded", fix)
      : fine("language", `@lockstep/language ${language}`),
    others.length === 0
      ? fine("packages", `lockstep ${version()}, and its packages agree`)
      : wrong(
          "packages",
          `this is lockstep ${version()}, beside ${others.map(({ name, present }) => `${name} ${present}`).join(", ")}`,
          `npm install ${others.map(({ name }) => `${name}@${version()}`).join(" ")}`,
        ),
  ]
}

/** TypeScript is the editor's and the generator's; the generator brings its own. */
export const lookAtTypeScript = (folder: string): Look => {
  const own = installed("typescript", folder)
  if (own === undefined)
    return doubtful(
      "typescript",
      "is not installed here: an editor may use another one",
      "npm install --save-dev typescript",
    )
  return fine("typescript", `TypeScript ${own} for the editor`)
}
