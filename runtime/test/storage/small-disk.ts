import { execFileSync, spawnSync } from "node:child_process"
import { mkdirSync } from "node:fs"

/** A file system in memory with little room. */
export interface SmallDisk extends Disposable {
  readonly directory: string
  readonly makeRoom: () => void
}

/** Mounts a small file system at a directory, which is made, for one user; `undefined` if this user may not. */
export const mountSmallDisk = (directory: string, uid = process.getuid?.()): SmallDisk | undefined => {
  mkdirSync(directory, { recursive: true })
  const options = `size=2m,mode=0700,uid=${uid}`
  if (spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", directory]).status !== 0) return undefined
  return {
    directory,
    makeRoom: () => void execFileSync("mount", ["-o", "remount,size=32m", directory]),
    [Symbol.dispose]: () => void execFileSync("umount", [directory]),
  }
}
