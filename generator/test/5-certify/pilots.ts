import { readdirSync } from "node:fs"
import { basename } from "node:path"
import { fileURLToPath } from "node:url"

const specs = fileURLToPath(new URL("../../../specs/", import.meta.url))
const libraries = fileURLToPath(new URL("../../../examples/generated/", import.meta.url))

/** A protocol of the library whose generated code is in the repository. */
export interface Pilot {
  readonly name: string
  readonly spec: string
  readonly out: string
}

/** Every library under `examples/generated`, with the folder of its spec. */
export const pilots: readonly Pilot[] = readdirSync(specs, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap((family) =>
    family.name === "dist" || family.name === "node_modules"
      ? []
      : readdirSync(specs + family.name).map((name) => `${family.name}/${name}`),
  )
  .filter((name) => readdirSync(libraries).includes(basename(name)))
  .map((name) => ({ name, spec: specs + name, out: libraries + basename(name) }))
