import { mkdirSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { analyse, type Spec } from "../../src/index.ts"

/** One version of a small spec: the types that matter, as text. */
export interface Version {
  readonly message?: string
  readonly state?: string
  readonly durable?: readonly string[]
}

/** Two versions, and what comes of them. */
export interface Row {
  readonly title: string
  readonly before: Version
  readonly after: Version
  readonly verdict: "unchanged" | "compatible" | "wire-breaking" | "storage-breaking" | "breaking"
  readonly changes: readonly string[]
}

const folder = fileURLToPath(new URL("../dist/diff/", import.meta.url))

const specText = (
  { message = "{ type: 'Hi' }", state = "term: number", durable = [] }: Version,
  name: string,
): string => `
export namespace ${name} {
  const { role } = spec<{ state: { ${state} }; message: ${message} }>()
  const server = role({ initial: null, durable: ${JSON.stringify(durable)}, on: {} })
  export const ${name} = protocol({ roles: { servers: server } })
}
`

/** All versions are read at once: a program of the compiler for each would take long. */
export const readVersions = (rows: readonly Row[]): readonly (readonly [before: Spec, after: Spec])[] => {
  mkdirSync(folder, { recursive: true })
  const types = `
interface Chain { readonly value: number; readonly next: Chain | null }
interface Link { readonly value: number; readonly next: Link | null }
interface Loop { readonly value: string; readonly next: Loop | null }
`
  const versions = rows.flatMap(({ before, after }, at) => [
    specText(before, `before${at}`),
    specText(after, `after${at}`),
  ])
  const words = `import { type Call, List, Map, type NodeId, type Opaque, protocol, Set, spec } from "@lockstep/language"\n`
  writeFileSync(`${folder}versions.ts`, words + types + versions.join(""))
  const specs = analyse(`${folder}versions.ts`)?.specs ?? []
  return rows.map((_, at) => {
    const [before, after] = [specs[2 * at], specs[2 * at + 1]]
    if (before === undefined || after === undefined) throw new Error("a version holds no protocol")
    return [before, after]
  })
}
