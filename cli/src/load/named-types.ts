import { createRequire } from "node:module"
import type typescript from "typescript"

let compiler: typeof typescript | undefined

/** What the compiler exports, typed by its own declarations; only who takes types from a package waits for it. */
const loadCompiler = (): typeof typescript => {
  compiler ??= createRequire(import.meta.url)("typescript") as typeof typescript
  return compiler
}

/** As specs are compiled, so that the types are those that the analysis sees. */
const optionsOf = ({ ModuleKind, ModuleResolutionKind }: typeof typescript): typescript.CompilerOptions => ({
  module: ModuleKind.NodeNext,
  moduleResolution: ModuleResolutionKind.NodeNext,
})

/** The file whose types an import means that names a package, or a file by a name of package.json. */
export const typesNamed = (name: string, importer: string): readonly string[] => {
  const ts = loadCompiler()
  const { resolvedModule } = ts.resolveModuleName(name, importer, optionsOf(ts), ts.sys)
  return resolvedModule === undefined ? [] : [resolvedModule.resolvedFileName]
}
