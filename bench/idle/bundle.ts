import { fileURLToPath } from "node:url"
import { build } from "rolldown"

/** Bundles the service into one file, as production runs it; gives the file. */
export const bundleService = async (): Promise<string> => {
  const file = fileURLToPath(new URL("../../dist/idle/node.mjs", import.meta.url))
  const input = fileURLToPath(new URL("node.ts", import.meta.url))
  await build({ input, platform: "node", output: { file, minify: true, codeSplitting: false } })
  return file
}
