import { readFileSync } from "node:fs"

/** Which lockstep this is. */
export const version = (): string => {
  const description = readFileSync(new URL("../package.json", import.meta.url), "utf8")
  const { version } = JSON.parse(description) as { readonly version: string }
  return version
}
