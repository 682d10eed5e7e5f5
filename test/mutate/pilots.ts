import { globSync } from "node:fs"
import { dirname } from "node:path"

const specs = new URL("../../specs/", import.meta.url)

/** Every protocol of the library, by family and name. */
export const pilots = (): readonly string[] =>
  globSync("*/*/model.ts", { cwd: specs })
    .map((file) => dirname(file))
    .sort()

/** Those whose changes are tried in each run of the tests; the others are left to `npm run nightly`. */
export const small = ["consensus/election", "time/hybrid-logical-clock"]
