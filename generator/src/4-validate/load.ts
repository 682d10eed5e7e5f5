import type { Codec, ProtocolLibrary } from "@lockstep/runtime"
import type { WrittenFile } from "../3-write/write.ts"
import { loadPassing } from "../passing.ts"
import type { Loaded } from "./compare.ts"
import type { Outline } from "./outline.ts"
import type { RuntimeModule } from "./translate.ts"

type Module = { readonly [name: string]: unknown }

/** The boundary where an emitted module gains the types that its text was given. */
const asRuntime = (module: object): RuntimeModule => module as RuntimeModule
const asCodec = (value: unknown): Codec<unknown> => value as Codec<unknown>

const reachOf = (codec: unknown): unknown =>
  typeof codec === "object" && codec !== null && "reach" in codec ? codec.reach : null

/**
 * Loads a library from the very text that will be written. It is put beside the folder where it will stand, so that it finds the runtime
 * that it will run on, and taken away again.
 */
export const loadLibrary = (
  { roles, messages }: Outline,
  files: readonly WrittenFile[],
  out: string,
  extension: ".ts" | ".js",
): Promise<Loaded> => {
  const runtimeFile = { path: `runtime${extension}`, text: `export * from "@lockstep/runtime"\n` }
  const code = files.filter(({ path }) => path.endsWith(extension))
  return loadPassing([...code, runtimeFile], out, async (importModule) => {
    const module = await importModule<Module>(`index${extension}`)
    const runtime = await importModule<Module>(runtimeFile.path)
    return {
      reaches: Object.fromEntries(messages.map(({ name }) => [name, reachOf(module[name])])),
      library: module["library"] as ProtocolLibrary,
      runtime: asRuntime(runtime),
      states: Object.fromEntries(roles.map(({ name, state }) => [name, asCodec(module[state])])),
      events: Object.fromEntries(
        roles.flatMap(({ name, event }) => (event === null ? [] : [[name, asCodec(module[event])]])),
      ),
    }
  })
}
