/** What the package.json of a workspace says, as far as packing it needs to know. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly exports?: { readonly [entry: string]: Target }
  readonly bin?: { readonly [command: string]: string }
  readonly [field: string]: unknown
}

type Target = string | { readonly [condition: string]: string }

const source = /^\.\/(?:src\/)?(.*)\.ts$/

/** Where a source file is found once it is compiled: Node strips no types below node_modules. */
const compiled = (target: Target): Target => {
  const name = typeof target === "string" ? source.exec(target)?.[1] : undefined
  return name === undefined ? target : { types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` }
}

/** The manifest of a package as it is published: its entries are compiled, all else is as in the workspace. */
export const published = (manifest: Manifest): Manifest => ({
  ...manifest,
  ...(manifest.exports !== undefined && {
    exports: {
      ...Object.fromEntries(Object.entries(manifest.exports).map(([entry, target]) => [entry, compiled(target)])),
      "./package.json": "./package.json",
    },
  }),
})
