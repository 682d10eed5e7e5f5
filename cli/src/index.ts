export { type Config, defineConfig, type LibraryOptions, type LimitOptions } from "./config/config.ts"
