import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["*/test/**/*.test.ts", "test/**/*.test.ts", "examples/**/*.test.ts"],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
    /** What a command answers is found anew, except where a test is about the answers that are kept. */
    env: { LOCKSTEP_CACHE: "off" },
  },
})
