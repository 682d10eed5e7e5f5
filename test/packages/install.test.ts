import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { followTutorial } from "./stranger.ts"
import { bytesOf, newProject, packAll, type Project } from "./project.ts"

let tarballs: ReadonlyMap<string, string>
const projects: Project[] = []

const project = (): Project => {
  const made = newProject()
  projects.push(made)
  return made
}

const tarball = (name: string): string => {
  const found = tarballs.get(name)
  if (found === undefined) throw new Error(`${name} was not packed`)
  return found
}

const specTypes = JSON.stringify({
  extends: "@lockstep/language/tsconfig.spec.json",
  compilerOptions: { noEmit: true, allowImportingTsExtensions: true, rewriteRelativeImportExtensions: false },
  include: ["election"],
})

const serviceTypes = JSON.stringify({
  compilerOptions: {
    target: "es2024",
    module: "nodenext",
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    erasableSyntaxOnly: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    types: ["node"],
  },
  include: ["generated"],
  exclude: ["**/*.test.ts"],
})

beforeAll(() => {
  tarballs = packAll()
})
afterAll(() => {
  for (const one of projects) one.remove()
})

/** What npx would run, without a second npm around it. */
const [lockstep, tsc] = ["node_modules/.bin/lockstep", "node_modules/.bin/tsc"]

/** A user's project, to which one compiler is added after the other. */
let user: Project
beforeAll(() => {
  user = project()
  user.install("--save-dev", ...tarballs.values(), "@types/node@24.19.2")
  user.copy("specs/consensus/election", "election")
  user.write("tsconfig.spec.json", specTypes)
  user.write("tsconfig.json", serviceTypes)
})

test("a project checks a spec, and generates a library that it knows to be up to date", () => {
  const page = ["--instance", "quick", "--workers", "2", "--reporter", "html=page.html"]
  expect(user.run(lockstep, "check", "election", ...page).code).toBe(0)
  expect(readFileSync(join(user.folder, "page.html"), "utf8")).toContain('"page/main.js":"data:text/javascript;base64,')
  const generate = (...flags: readonly string[]) =>
    user.run(lockstep, "generate", "election/protocol.ts", "--out", "generated", ...flags)
  expect(generate("--instance", "quick")).toMatchObject({ code: 0 })
  expect(generate("--check")).toMatchObject({ code: 0 })
})

test.each(["6.0.3", "7.0.2"])(
  "TypeScript %s finds the types of the spec and of the library right, and a mistake in them",
  (version) => {
    user.install("--save-dev", `typescript@${version}`)
    expect(user.run(tsc, "--version").output).toContain(version)
    expect(user.run(tsc, "-p", "tsconfig.spec.json")).toEqual({ code: 0, output: "" })
    expect(user.run(tsc, "-p", "tsconfig.json")).toEqual({ code: 0, output: "" })
    user.write("election/wrong.ts", "export const now = Date.now()\n")
    expect(user.run(tsc, "-p", "tsconfig.spec.json").output).toContain("Cannot find name 'Date'")
    user.discard("election/wrong.ts")
  },
)

test("compiled packages say and write the same as the sources", () => {
  user.copy("specs", "specs")
  user.copy("examples/generated", "examples/generated")
  expect(user.run(lockstep, "lint", "specs").code).toBe(0)
  for (const [spec, library] of [
    ["specs/consensus/raft", "examples/generated/raft"],
    ["specs/transactions/order-saga", "examples/generated/order-saga"],
  ] as const)
    expect(user.run(lockstep, "generate", spec, "--out", library, "--check")).toMatchObject({ code: 0 })
})

test("a project that init began passes its own check and its own test", () => {
  const begun = project()
  begun.install("--save-dev", ...tarballs.values())
  expect(begun.run(lockstep, "init", "--yes", "--ci", "none").code).toBe(0)
  expect(begun.run("npm", "run", "check").code).toBe(0)
  const tested = begun.run("npm", "test")
  expect(tested.output).toContain("pass 2")
  expect(tested.code).toBe(0)
})

test("a stranger who does what the tutorial says sees what it shows", () => followTutorial(project(), tarballs))

test("a service installs the runtime and effect, and neither compiler nor checker", () => {
  const service = project()
  service.install(tarball("lockstep-runtime"))
  service.copy("examples/generated/raft", "raft")
  service.write(
    "main.ts",
    'import { library } from "./raft/index.ts"\nconsole.log(Object.keys(library.roles).join())\n',
  )
  expect(service.run("node", "main.ts")).toMatchObject({ code: 0, output: "servers\n" })
  const modules = join(service.folder, "node_modules")
  const installed = readdirSync(modules).filter((name) => !name.startsWith("."))
  expect(installed).not.toContain("typescript")
  expect(readdirSync(join(modules, "@lockstep"))).toEqual(["runtime"])
  const mebibytes = (folder: string): string => `${(bytesOf(folder) / 2 ** 20).toFixed(1)} MiB`
  console.log(
    `a service installs ${mebibytes(modules)}, of it @lockstep/runtime ${mebibytes(join(modules, "@lockstep"))}`,
  )
})
