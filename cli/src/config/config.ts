/** How far a search may go. */
export interface LimitOptions {
  /** Threads; left out, all cores. */
  readonly workers?: number
  /** What the search may keep before it stops, inconclusive: `"4g"`, `"512m"`. */
  readonly memory?: string
  /** How long it may take before it stops, inconclusive: `"60s"`, `"10min"`. */
  readonly timeout?: string
}

/** A library that `generate` writes. */
export interface LibraryOptions {
  /** The folder or file of its protocol. */
  readonly spec: string
  /** The folder it is written to. */
  readonly out: string
}

/** What a project says about itself, so that commands need not be told. Paths start from the file's own folder. */
export interface Config extends LimitOptions {
  /** The files and folders that `check` and `lint` read when they are given none. */
  readonly specs?: readonly string[]
  /** What holds for the instances of a name in place of the limits above. */
  readonly instances?: { readonly [name: string]: LimitOptions }
  /** How `check` tells what it found: `"pretty"`, `"junit=reports/lockstep.xml"`. */
  readonly reporters?: readonly string[]
  /** What `generate` writes, and `generate --check` compares, when it is given no spec. */
  readonly libraries?: readonly LibraryOptions[]
  /** Where answers are kept for specs that did not change, or `false` for nowhere. */
  readonly cache?: string | false
}

/**
 * Gives a configuration its type.
 *
 * ```ts
 * export default defineConfig({
 *   specs: ["specs"],
 *   instances: { quick: { timeout: "10s" }, nightly: { timeout: "2h", memory: "12g" } },
 *   libraries: [{ spec: "specs/lock", out: "src/lock" }],
 * })
 * ```
 */
export const defineConfig = (config: Config): Config => config
