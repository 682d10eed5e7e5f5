import { defineConfig } from "lockstep"

export default defineConfig({
  specs: ["specs"],
  instances: {
    quick: { timeout: "10" },
  },
})
