import { defineConfig } from "lockstep"

export default defineConfig({
  specs: ["specs"],
  timeout: "10min",
  instances: {
    quick: { timeout: "30s" },
  },
  libraries: [{ spec: "specs/{name}", out: "src/{name}" }],
})
