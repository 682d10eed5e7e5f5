import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { pathToFileURL } from "node:url"
import type { Codec, ProtocolLibrary } from "@lockstep/runtime"
import type { Spec } from "../1-read/spec.ts"
import { unitFinder } from "../3-write/find-unit.ts"
import { type Unit, unitsOf } from "../3-write/units.ts"
import type { WrittenFile } from "../3-write/write.ts"
import type { Loaded } from "./compare.ts"
import type { RuntimeModule } from "./translate.ts"

type Module = { readonly [name: string]: unknown }

/** The boundary where an emitted module gains the types that its text was given. */
const importModule = async (file: string): Promise<Module> => (await import(pathToFileURL(file).href)) as Module
const asCodec = (value: unknown): Codec<unknown> => value as Codec<unknown>

const reachOf = (codec: unknown): unknown =>
  typeof codec === "object" && codec !== null && "reach" in codec ? codec.reach : null

const codecsOf = (
  spec: Spec,
  module: Module,
  nameOf: (role: Spec["roles"][number]) => string | null,
): { readonly [role: string]: Codec<unknown> } =>
  Object.fromEntries(
    spec.roles.flatMap((role) => {
      const name = nameOf(role)
      return name === null ? [] : [[role.name, asCodec(module[name])]]
    }),
  )

/**
 * Loads a library from the very text that will be written. It is put beside the folder where it will stand, so that it finds the runtime
 * that it will run on, and taken away again.
 */
export const loadLibrary = async (spec: Spec, files: readonly WrittenFile[], out: string): Promise<Loaded> => {
  mkdirSync(dirname(out), { recursive: true })
  const folder = mkdtempSync(join(dirname(out), `.${basename(out)}-`))
  try {
    for (const { path, text } of files) if (path.endsWith(".ts")) writeFileSync(join(folder, path), text)
    writeFileSync(join(folder, "runtime.ts"), `export * from "@lockstep/runtime"\n`)
    const module = await importModule(join(folder, "index.ts"))
    const runtime = await importModule(join(folder, "runtime.ts"))
    const units = unitFinder(unitsOf(spec))
    const isSaid = (unit: Unit) => unit.kind === "messages"
    return {
      reaches: Object.fromEntries(
        unitsOf(spec)
          .filter(isSaid)
          .map(({ name }) => [name, reachOf(module[name])]),
      ),
      library: module["library"] as ProtocolLibrary,
      runtime: runtime as unknown as RuntimeModule,
      states: codecsOf(spec, module, (role) => units.said(role, "state", `A state of ${role.name}.`)),
      events: codecsOf(spec, module, (role) =>
        role.events.length === 0 ? null : units.said(role, "event", `What ${role.name} tell the application.`),
      ),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
