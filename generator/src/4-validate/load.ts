import { rmSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { pathToFileURL } from "node:url"
import type { Codec, ProtocolLibrary } from "@lockstep/runtime"
import type { WrittenFile } from "../3-write/write.ts"
import { moduleManifest } from "../3-write/manifest.ts"
import { makeTemporaryFolder, writeText } from "../files.ts"
import type { Loaded } from "./compare.ts"
import type { Outline } from "./outline.ts"
import type { RuntimeModule } from "./translate.ts"

type Module = { readonly [name: string]: unknown }

/** The boundary where an emitted module gains the types that its text was given. */
const importModule = async (file: string): Promise<Module> => (await import(pathToFileURL(file).href)) as Module
const asRuntime = (module: object): RuntimeModule => module as RuntimeModule
const asCodec = (value: unknown): Codec<unknown> => value as Codec<unknown>

const reachOf = (codec: unknown): unknown =>
  typeof codec === "object" && codec !== null && "reach" in codec ? codec.reach : null

/**
 * Loads a library from the very text that will be written. It is put beside the folder where it will stand, so that it finds the runtime
 * that it will run on, and taken away again.
 */
export const loadLibrary = async (
  { roles, messages }: Outline,
  files: readonly WrittenFile[],
  out: string,
  extension: ".ts" | ".js",
): Promise<Loaded> => {
  const folder = makeTemporaryFolder(join(dirname(out), `.${basename(out)}-`))
  try {
    for (const { path, text } of files) if (path.endsWith(extension)) writeText(join(folder, path), text)
    writeText(join(folder, moduleManifest.path), moduleManifest.text)
    writeText(join(folder, `runtime${extension}`), `export * from "@lockstep/runtime"\n`)
    const module = await importModule(join(folder, `index${extension}`))
    const runtime = await importModule(join(folder, `runtime${extension}`))
    return {
      reaches: Object.fromEntries(messages.map(({ name }) => [name, reachOf(module[name])])),
      library: module["library"] as ProtocolLibrary,
      runtime: asRuntime(runtime),
      states: Object.fromEntries(roles.map(({ name, state }) => [name, asCodec(module[state])])),
      events: Object.fromEntries(
        roles.flatMap(({ name, event }) => (event === null ? [] : [[name, asCodec(module[event])]])),
      ),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
