import { readFileSync } from "node:fs"
import { Session } from "node:inspector"
import { relative } from "node:path"
import { fileURLToPath } from "node:url"

/** Where a function is written, and what its author says about it. */
export interface Written {
  readonly place: string
  readonly comment: string | undefined
}

/** Finds functions in their sources. */
export interface Locator {
  readonly find: (subject: unknown) => Written | undefined
  readonly close: () => void
}

interface Location {
  readonly scriptId: string
  readonly lineNumber: number
}

const subjectName = "lockstep.located"

const internalLocation = (session: Session, subject: unknown): Location | undefined => {
  Object.defineProperty(globalThis, subjectName, { value: subject, configurable: true })
  let location: Location | undefined
  session.post("Runtime.evaluate", { expression: `globalThis["${subjectName}"]` }, (_, answer) => {
    const objectId = answer?.result.objectId
    if (objectId === undefined) return
    session.post("Runtime.getProperties", { objectId }, (_error, properties) => {
      const internal = properties?.internalProperties?.find(({ name }) => name === "[[FunctionLocation]]")
      location = internal?.value?.value as Location | undefined
    })
  })
  Reflect.deleteProperty(globalThis, subjectName)
  return location
}

/** The doc comment that ends on the line above. */
export const commentAbove = (lines: readonly string[], line: number): string | undefined => {
  let at = line - 1
  if (!lines[at]?.trim().endsWith("*/")) return undefined
  const found: string[] = []
  for (; at >= 0; at--) {
    found.unshift(lines[at] ?? "")
    if (lines[at]?.includes("/**")) break
  }
  return found
    .map((text) => text.trim().replace(/^\/\*\*\s?|\s?\*\/$|^\*\s?/g, ""))
    .join(" ")
    .trim()
}

/** Opens a session with the engine's own debugger, which knows where every function came from. */
export const openLocator = (): Locator => {
  const session = new Session()
  const scripts = new Map<string, string>()
  session.connect()
  session.on("Debugger.scriptParsed", ({ params }) => scripts.set(params.scriptId, params.url))
  session.post("Debugger.enable")
  return {
    find: (subject) => {
      if (typeof subject !== "function") return undefined
      const location = internalLocation(session, subject)
      const url = location && scripts.get(location.scriptId)
      if (location === undefined || url === undefined || !url.startsWith("file:")) return undefined
      const file = fileURLToPath(url)
      const lines = readFileSync(file, "utf8").split("\n")
      return {
        place: `${relative(process.cwd(), file)}:${location.lineNumber + 1}`,
        comment: commentAbove(lines, location.lineNumber),
      }
    },
    close: () => session.disconnect(),
  }
}
