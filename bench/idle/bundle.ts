import { fileURLToPath } from "node:url"
import { build } from "rolldown"

/** Bundles a program of this folder into one file, as production runs it; gives the file. */
export const bundle = async (name: string): Promise<string> => {
  const file = fileURLToPath(new URL(`../../dist/idle/${name.replace(/ts$/, "mjs")}`, import.meta.url))
  const input = fileURLToPath(new URL(name, import.meta.url))
  await build({ input, platform: "node", output: { file, minify: true, codeSplitting: false } })
  return file
}
