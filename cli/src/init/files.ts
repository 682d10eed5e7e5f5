import { readFileSync } from "node:fs"

/** What a new project is made of. */
export interface Starter {
  /** The folder of the spec, below specs. */
  readonly name: string
  /** Whether a workflow for GitHub is written, too. */
  readonly workflow: boolean
  /** Whether Node takes a .ts file here for a module. */
  readonly isModule: boolean
}

/** A file to write, from the project's folder. */
export interface StarterFile {
  readonly path: string
  readonly text: string
}

/** Templates stand beside the sources in the workspace, and beside what was compiled in the package. */
const template = (path: string, { name }: Starter): string =>
  readFileSync(new URL(`../../templates/${path}`, import.meta.url), "utf8").replaceAll("{name}", name)

/** The files of a new project; whatever is said in them passes as it stands. */
export const starterFiles = (starter: Starter): readonly StarterFile[] => {
  const { name, workflow, isModule } = starter
  const extension = isModule ? "ts" : "mts"
  const file = (path: string, from: string): StarterFile => ({ path, text: template(from, starter) })
  return [
    file(`specs/${name}/protocol.ts`, "spec/protocol.ts"),
    file(`specs/${name}/model.ts`, "spec/model.ts"),
    file("specs/tsconfig.json", "tsconfig.json"),
    ...(isModule ? [] : [{ path: "specs/package.json", text: '{ "type": "module" }\n' }]),
    file(`test/${name}.test.${extension}`, "test/spec.test.ts"),
    file(`lockstep.config.${extension}`, "lockstep.config.ts"),
    ...(workflow ? [file(".github/workflows/lockstep.yml", "workflow.yml")] : []),
  ]
}
