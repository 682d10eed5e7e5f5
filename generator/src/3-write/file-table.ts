import type { WrittenFile } from "./write.ts"

/** What each file is, whichever language it is in. */
const whats: { readonly [name: string]: string } = {
  index: "what a service imports: all that is in `codec`, `promise`, `service` and `types`, and the `library`",
  protocol: "the handlers, as the spec states them",
  types: "the types of states, messages, calls and events",
  codec: "how each of them is written as bytes",
  step: "one atomic step of each role",
  durable: "what survives a crash: snapshots and the journal",
  library: "all of it, as a node of `@lockstep/runtime` takes it",
  service: "each role as an Effect service, with typed calls, views, events, activities and timers",
  promise: "the same for services that do not use Effect",
  harness: "all nodes in memory, for tests of what uses the library",
  "library.test": "tests with values that no model has, and of a cluster that crashes",
  "certificate.json": "what was checked, and how the code was compared with the spec",
  "package.json": "says that these files are modules, whatever the package around them is",
}

const nameOf = (path: string): string => path.replace(/\.[jt]s$/, "")

const tableOf = (paths: readonly string[]): string => {
  const pathOf = new Map(paths.map((path) => [nameOf(path), path]))
  const rows = Object.entries(whats).flatMap(([name, what]) => {
    const path = pathOf.get(name)
    return path === undefined ? [] : [`| \`${path}\` | ${what} |\n`]
  })
  const types = "\nBeside each `.js` file stands a `.d.ts` file with its types.\n"
  return rows.join("") + (paths.includes("types.js") ? types : "")
}

/** The files, of which the README ends with a list of them. */
export const withFileTable = (files: readonly WrittenFile[], certificate: string): readonly WrittenFile[] => {
  const table = tableOf([...files.map(({ path }) => path), certificate])
  return files.map(({ path, text }) => ({ path, text: path === "README.md" ? text + table : text }))
}
