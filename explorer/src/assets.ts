import { existsSync, readdirSync, readFileSync } from "node:fs"
import { stripTypeScriptTypes } from "node:module"
import { fileURLToPath } from "node:url"

/** A file that the page asks for. */
interface Asset {
  readonly type: string
  readonly text: string
}

/** In the workspace the page's scripts are sources, in a package they are compiled. */
const extension = import.meta.url.endsWith(".ts") ? ".ts" : ".js"
const scripts = fileURLToPath(new URL("./page/", import.meta.url))
const still = fileURLToPath(new URL("../page/", import.meta.url))

/** Node warns that stripping is young: nobody who looks at a page can do anything about it. */
const quietly = <Value>(run: () => Value): Value => {
  const { emitWarning } = process
  process.emitWarning = () => undefined
  try {
    return run()
  } finally {
    process.emitWarning = emitWarning
  }
}

const isScript = (name: string): boolean => name.endsWith(extension) && !name.endsWith(".d.ts")

const scriptText = (name: string): string => {
  const text = readFileSync(`${scripts}${name}`, "utf8")
  return extension === ".ts"
    ? quietly(() => stripTypeScriptTypes(text))
    : text.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n")
}

/** The names of all scripts, by which they import one another. */
export const scriptNames = (): readonly string[] => readdirSync(scripts).filter(isScript)

/** A script as a browser reads it. */
export const script = (name: string): string => scriptText(name)

/** The file that the others begin from. */
export const mainScript = `main${extension}`

/** The page as it is written, without its scripts. */
export const pageText = (name: "index.html" | "style.css"): string => readFileSync(`${still}${name}`, "utf8")

/** The page of a server: its parts are files of their own. */
export const page = (): string =>
  pageText("index.html")
    .replace("<!--style-->", () => '<link rel="stylesheet" href="/style.css">')
    .replace("<!--script-->", () => `<script type="module" src="/page/${mainScript}"></script>`)

/** A part of the page by its address. */
export const assetAt = (pathname: string): Asset | undefined => {
  if (pathname === "/style.css") return { type: "text/css", text: pageText("style.css") }
  const [, name = ""] = /^\/page\/([\w-]+\.[jt]s)$/.exec(pathname) ?? []
  if (!isScript(name) || !existsSync(`${scripts}${name}`)) return undefined
  return { type: "text/javascript", text: scriptText(name) }
}
