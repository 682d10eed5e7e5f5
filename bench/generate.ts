/**
 * Measures how long `lockstep generate` takes for Raft, from the start of its process to its end: reading, verifying and writing the
 * library, exploring the quick instance and comparing the code on every pair. Cold: nothing of an earlier run is there, not even what
 * Node keeps of compiled modules. Prints seconds of the clock and of all threads together; the best of five counts.
 */
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { loadavg } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const folder = mkdtempSync(join(root, "examples", ".generate-"))
const runs = 5

interface Took {
  readonly clock: number
  readonly threads: number
}

const tellsWhatItTook = `process.on("exit", () => {
  const { user, system } = process.cpuUsage()
  process.stderr.write("took " + (user + system))
})`

const generate = (cache: string): Took => {
  const began = performance.now()
  const words = ["cli/bin/lockstep.mjs", "generate", "specs/consensus/raft", "--out", join(folder, "raft")]
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", `data:text/javascript,${encodeURIComponent(tellsWhatItTook)}`, ...words],
    { cwd: root, encoding: "utf8", env: { ...process.env, NODE_COMPILE_CACHE: cache } },
  )
  const clock = (performance.now() - began) / 1000
  if (status !== 0) throw new Error(stderr)
  return { clock, threads: Number(/took (\d+)/.exec(stderr)?.[1]) / 1e6 }
}

const best = (run: (at: number) => Took): string => {
  const all = Array.from({ length: runs }, (_, at) => run(at))
  const least = (of: (took: Took) => number): string => `${Math.min(...all.map(of)).toFixed(1)} s`
  return `${least(({ clock }) => clock)} | ${least(({ threads }) => threads)}`
}

try {
  console.log("| | clock | all threads |\n| --- | ---: | ---: |")
  console.log(`| cold | ${best((at) => generate(join(folder, `cache${at}`)))} |`)
  console.log(`| again | ${best(() => generate(join(folder, "cache0")))} |`)
  console.log(`others wanted ${loadavg()[0]?.toFixed(1)} cores`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
