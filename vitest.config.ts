import { fileURLToPath } from "node:url"
import { BaseSequencer, type TestSpecification } from "vitest/node"
import { defineConfig } from "vitest/config"

/** What takes a minute or more begins first, so that no core waits for it at the end. */
const long = [
  "checker/test/agreement",
  "test/docs/documents",
  "test/oracles/",
  "runtime/test/storage/crash",
  "test/pilots/",
  "test/packages/",
]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification): boolean => long.some((name) => moduleId.includes(`/${name}`))
    const sorted = await super.sort(files)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

export default defineConfig({
  test: {
    include: ["*/test/**/*.test.ts", "test/**/*.test.ts", "examples/**/*.test.ts"],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    /** What a browser shows comes when the machine has time for it. */
    expect: { poll: { timeout: 120_000 } },
    maxWorkers: 2,
    /** Threads strip types by WebAssembly, and V8 13.6 crashed as it replaced a wrapper that many calls had made hot: decision 0007. */
    execArgv: ["--wasm-wrapper-tiering-budget=1000000000"],
    sequence: { sequencer: LongestFirst },
    env: {
      /** What a command answers is found anew, except where a test is about the answers that are kept. */
      LOCKSTEP_CACHE: "off",
      /** What one process or thread has compiled, the next one need not. */
      NODE_COMPILE_CACHE: fileURLToPath(new URL("node_modules/.cache/compiled", import.meta.url)),
    },
  },
})
