import { execFileSync } from "node:child_process"
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import ts from "typescript"

const root = fileURLToPath(new URL("../..", import.meta.url))
const folder = join(root, "dist", "idle")
const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  module: ts.ModuleKind.ESNext,
  rewriteRelativeImportExtensions: true,
}

const compile = (from: string, to: string): void => {
  const { outputText } = ts.transpileModule(readFileSync(from, "utf8"), { compilerOptions })
  mkdirSync(dirname(to), { recursive: true })
  writeFileSync(to, outputText)
}

/** The runtime as it is published: compiled, and found by its name. */
const installRuntime = (): void => {
  execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-b", "runtime"], { cwd: root })
  const place = join(folder, "node_modules/@lockstep/runtime")
  cpSync(join(root, "runtime/dist"), place, { recursive: true })
  writeFileSync(join(place, "package.json"), JSON.stringify({ type: "module", exports: "./index.js" }))
}

/** Compiles the service as production runs it, since stripping types while loading costs 27 MiB; gives its program. */
export const compileService = (): string => {
  rmSync(folder, { recursive: true, force: true })
  installRuntime()
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }))
  const library = join(root, "examples/generated/raft")
  for (const name of readdirSync(library).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts")))
    compile(join(library, name), join(folder, "examples/generated/raft", name.replace(/ts$/, "js")))
  const program = join(folder, "bench/idle/node.js")
  compile(fileURLToPath(new URL("node.ts", import.meta.url)), program)
  return program
}
