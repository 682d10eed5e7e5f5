import type { WrittenFile } from "../3-write/write.ts"

const isTest = (path: string): boolean => path.includes(".test.")

/** The files with or without their tests. */
export const withTests = (files: readonly WrittenFile[], has: boolean): readonly WrittenFile[] =>
  has ? files : files.filter(({ path }) => !isTest(path))

/** Whether there are tests among files. */
export const haveTests = (paths: readonly string[]): boolean => paths.some(isTest)
