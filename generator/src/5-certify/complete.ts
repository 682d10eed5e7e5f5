import { withFileTable } from "../3-write/file-table.ts"
import { haveManifest, moduleManifest } from "../3-write/manifest.ts"
import type { WrittenFile } from "../3-write/write.ts"
import { certificateName } from "./certificate.ts"

/** What a library has beside its code, or not. */
export interface Extras {
  readonly tests: boolean
  readonly manifest: boolean
}

const isTest = (path: string): boolean => path.includes(".test.")

/** The extras that are among files. */
export const extrasAmong = (paths: readonly string[]): Extras => ({
  tests: paths.some(isTest),
  manifest: haveManifest(paths),
})

/** All files of a library as they are put into its folder. */
export const complete = (files: readonly WrittenFile[], { tests, manifest }: Extras): readonly WrittenFile[] =>
  withFileTable(
    [...files.filter(({ path }) => tests || !isTest(path)), ...(manifest ? [moduleManifest] : [])],
    certificateName,
  )
