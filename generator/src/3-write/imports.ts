import { laidOut, listed } from "./layout.ts"

/** What a file may import from one place: some names, or everything under one. */
export type ImportOf =
  | { readonly from: string; readonly types: readonly string[]; readonly values: readonly string[] }
  | { readonly from: string; readonly all: string }

const isUsed =
  (text: string) =>
  (name: string): boolean =>
    new RegExp(`(?<![\\p{ID_Continue}$."])${name.replaceAll("$", "\\$")}(?![\\p{ID_Continue}$"])`, "u").test(text)

const withoutComments = (text: string): string => text.replace(/\/\*\*[^]*?\*\/|\/\/.*/g, "")

const importText = (code: string, one: ImportOf): readonly string[] => {
  const { from } = one
  if ("all" in one) return code.includes(`${one.all}.`) ? [`import * as ${one.all} from "${from}"`] : []
  const { types, values } = one
  const usedTypes = types.filter(isUsed(code))
  const usedValues = values.filter(isUsed(code))
  if (usedTypes.length + usedValues.length === 0) return []
  if (usedValues.length === 0)
    return [laidOut(["import type ", listed("{ ", usedTypes.toSorted(), " }"), ` from "${from}"`])]
  const items = [
    ...usedTypes.map((name) => [name, `type ${name}`] as const),
    ...usedValues.map((name) => [name, name] as const),
  ]
  const inOrder = items.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text)
  return [laidOut(["import ", listed("{ ", inOrder, " }"), ` from "${from}"`])]
}

/** The imports of those names that a text uses. */
export const importsText = (text: string, imports: readonly ImportOf[]): string => {
  const code = withoutComments(text)
  return imports.flatMap((one) => importText(code, one)).join("\n")
}
