export * from "./view.ts"
export { type Explored, type Served, serve } from "./server.ts"
export { singleFile } from "./single-file.ts"
