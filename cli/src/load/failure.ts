import { relative } from "node:path"
import { fileURLToPath } from "node:url"
import { isTimeout } from "@lockstep/checker/clock"
import { authorsPlace, type Place, safely, stackOf, thrownText } from "@lockstep/checker/thrown"
import { type UserError, userErrors } from "../messages.ts"
import { excerptAt } from "../source/excerpt.ts"
import { fileLoading } from "./module.ts"

/** A syntax error tells less of its place. */
type RoughPlace = Pick<Place, "file"> & Partial<Place>

const filePath = (text: string): string => (text.startsWith("file:") ? fileURLToPath(text) : text)

/** A syntax error begins with the file, the line, the text up to that line and a mark under the column, if there is one. */
const headedPlace = (stack: string): RoughPlace | undefined => {
  const [, file, line, mark] = /^((?:file:\/\/)?\/.+?):(\d+)\n(?:(?:.*\n){0,8}?([ \t]*)\^)?/.exec(stack) ?? []
  if (file === undefined) return undefined
  return { file: filePath(file), line: Number(line), ...(mark !== undefined && { column: mark.length + 1 }) }
}

const show = ({ file, line, column }: RoughPlace): string =>
  [relative(process.cwd(), file) || file, line, column].filter((part) => part !== undefined).join(":")

const missing = /^Cannot find (?:package|module) '(.+?)' imported from (\S+)/

const missingImport = (message: string): UserError | undefined => {
  const [, name, importer] = missing.exec(message) ?? []
  if (name === undefined || importer === undefined) return undefined
  const place = show({ file: filePath(importer) })
  if (!name.startsWith("/") && !name.startsWith("file:")) return userErrors.cannotFindPackage(place, name)
  return userErrors.cannotLoad(place, `imports ${relative(process.cwd(), filePath(name))}, which does not exist`)
}

/** What Node says of a module that it takes for a script, since the nearest package.json says so. */
const isScript = (message: string): boolean =>
  message === "Cannot use import statement outside a module" || message === "Unexpected token 'export'"

const isError = (thrown: unknown): boolean => safely(() => thrown instanceof Error) === true

/** What runs under a clock begins with a place, too: that of the word of ours which the author has called. */
const placeOf = (error: unknown): RoughPlace | undefined => {
  const headed = headedPlace(stackOf(error))
  const isUnread = safely(() => error instanceof SyntaxError) === true
  return isUnread ? (headed ?? authorsPlace(error)) : (authorsPlace(error) ?? headed)
}

/** Says why a file could not be loaded, and where the mistake is. */
export const loadFailure = (file: string, error: unknown): UserError => {
  if (safely(() => isTimeout(error))) return userErrors.endlessLoad(file)
  const message = thrownText(error)
  if (!isError(error)) return userErrors.cannotLoad(file, `throws ${message} when it is loaded`)
  const found = missingImport(message)
  if (found !== undefined) return found
  const place = placeOf(error)
  if (place === undefined) return userErrors.cannotLoad(file, message)
  const told = isScript(message) ? userErrors.noModule(show(place)) : userErrors.cannotLoad(show(place), message)
  return { ...told, excerpt: excerptAt(place) }
}

/** Where the author's own text threw, and how that line reads. */
export const whereThrown = (error: unknown): Pick<UserError, "place" | "excerpt"> => {
  const place = authorsPlace(error)
  return place === undefined ? {} : { place: show(place), excerpt: excerptAt(place) }
}

/** Says who ends the process: it stands on the stack while the process ends. */
export const endingFailure = (): UserError => {
  Error.stackTraceLimit = 50
  const place = authorsPlace(new Error())
  if (place === undefined) return userErrors.endsCommand(fileLoading())
  return { ...userErrors.endsCommand(show(place)), excerpt: excerptAt(place) }
}

/** Says what a spec throws when nobody waits for it any more; `undefined` for what is none of a spec's. */
export const lateFailure = (error: unknown): UserError | undefined => {
  const isSpecs = !isError(error) || authorsPlace(error) !== undefined
  const file = fileLoading()
  return isSpecs || file !== undefined ? loadFailure(file ?? "a spec", error) : undefined
}
