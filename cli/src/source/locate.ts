import { relative } from "node:path"
import { fileURLToPath } from "node:url"
import type { PropertyKind } from "@lockstep/checker"
import type { Instance } from "../load/models.ts"
import { commentAbove, lineOfName } from "./comment.ts"
import { type Inspector, openInspector } from "./inspector.ts"
import { linesOf } from "./lines.ts"
import { handlerSubject, handlersOf, propertySubject } from "./subjects.ts"

/** Where something is written, and what its author says about it; lines count from 1. */
export interface Written {
  readonly file: string
  readonly line: number
  readonly comment: string | undefined
}

/** Finds the parts of an instance in their sources. */
export interface Locator {
  readonly instance: (instance: Instance) => Written | undefined
  readonly property: (instance: Instance, kind: PropertyKind, name: string) => Written | undefined
  readonly handler: (instance: Instance, handler: string) => Written | undefined
  readonly scopeOf: Inspector["scopeOf"]
  readonly close: () => void
}

export type AnyFunction = (...args: never) => unknown
export const isFunction = (value: unknown): value is AnyFunction => typeof value === "function"

/** A place as people and editors write it. */
export const placeOf = ({ file, line }: Written): string => `${relative(process.cwd(), file)}:${line}`

const named = (file: string, name: string): Written | undefined => {
  const lines = linesOf(file)
  const line = lineOfName(lines, name)
  return line === undefined ? undefined : { file, line: line + 1, comment: commentAbove(lines, line) }
}

/** A locator opens the debugger only when it is first asked. */
export const openLocator = (): Locator => {
  let inspector: Inspector | undefined
  const inspect = (): Inspector => {
    inspector ??= openInspector()
    return inspector
  }

  const written = (subject: unknown): Written | undefined => {
    const location = isFunction(subject) ? inspect().locationOf(subject) : undefined
    if (location === undefined || !location.url.startsWith("file:")) return undefined
    const file = fileURLToPath(location.url)
    return { file, line: location.line + 1, comment: commentAbove(linesOf(file), location.line) }
  }

  /** The files that an instance's author wrote, as far as its functions tell. */
  const filesOf = ({ url, model }: Instance): readonly string[] => [
    ...new Set([fileURLToPath(url), ...handlersOf(model).flatMap((subject) => written(subject)?.file ?? [])]),
  ]

  return {
    instance: ({ url, name }) => named(fileURLToPath(url), name),
    property: (instance, kind, name) => {
      const found = written(propertySubject(instance.model, kind, name))
      if (found?.comment !== undefined) return found
      const key = filesOf(instance).reduce<Written | undefined>((known, file) => known ?? named(file, name), undefined)
      return found === undefined ? key : { ...found, comment: key?.comment }
    },
    handler: ({ model }, handler) => written(handlerSubject(model, handler)),
    scopeOf: (subject) => inspect().scopeOf(subject),
    close: () => inspector?.close(),
  }
}
