import { type ChildProcess, spawn } from "node:child_process"
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { afterEach, beforeEach } from "vitest"
import { command, root } from "./run.ts"

let project = ""
let watching: ChildProcess | undefined

/** Each test has a folder of its own, with these files. */
export const openProject = (files: { readonly [name: string]: string }): (() => string) => {
  beforeEach(() => {
    mkdirSync(join(root, "cli/test/dist"), { recursive: true })
    project = mkdtempSync(join(root, "cli/test/dist/watch-"))
    for (const [name, text] of Object.entries(files)) save(name, text)
  })
  afterEach(() => {
    watching?.kill("SIGKILL")
    rmSync(project, { recursive: true, force: true })
  })
  return () => project
}

/** Counts to what `most.ts` beside it says. */
export const model = `import { algorithm } from "@lockstep/language"
import { most } from "./most.ts"
export const quick = algorithm<{ n: number }>({
  initial: [{ n: 0 }],
  actions: { up: ({ n }) => n < most ? { n: n + 1 } : false },
  always: { small: ({ n }) => n <= 4 },
  reachable: { three: ({ n }) => n === 3 },
})
`

export const save = (name: string, text: string): void => {
  const file = join(project, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

/** Many an editor writes beside a file and puts the new one into its place. */
export const replace = (name: string, text: string): void => {
  save(`${name}~`, text)
  renameSync(join(project, `${name}~`), join(project, name))
}

/** Watches what it is given, and gives what is said up to each answer. */
export const watch = (...args: string[]) => {
  const child = spawn(process.execPath, [command, "check", "--watch", ...args], {
    cwd: project,
    env: { ...process.env, NO_COLOR: "1" },
  })
  watching = child
  let said = ""
  let wake = (): void => {}
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data) => {
      said += data
      wake()
    })
  const until = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const found = pattern.exec(said)
      if (found !== null) {
        const end = found.index + found[0].length
        const part = said.slice(0, end)
        said = said.slice(end)
        return part
      }
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  return { child, answer: () => until(/answered in .*\n/), until }
}
