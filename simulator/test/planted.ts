import { fileURLToPath } from "node:url"
import { type Copy, copyWith, type Planted } from "../../judge/test/planted.ts"
import type { Runtime } from "../src/index.ts"

export type { Planted } from "../../judge/test/planted.ts"

const source = fileURLToPath(new URL("../../runtime/src/", import.meta.url))
const scratch = fileURLToPath(new URL("../dist/", import.meta.url))

/** A runtime, and the address that a library imports it from. */
export interface Build extends Copy {
  readonly runtime: Runtime
}

/** The runtime with a bug: a copy of its source, with one text replaced. */
export const runtimeWith = async (planted: Planted): Promise<Build> => {
  const copy = copyWith(source, scratch, planted)
  const runtime: Runtime = await import(copy.url)
  return { ...copy, runtime }
}
