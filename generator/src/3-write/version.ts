import { readFileSync } from "node:fs"

const description: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"))

/** The version that headers and certificates name. */
export const version: string =
  typeof description === "object" && description !== null && "version" in description
    ? String(description.version)
    : "unknown"
