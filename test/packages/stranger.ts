import { type ChildProcess, spawn } from "node:child_process"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect } from "vitest"
import { withoutMeasures } from "../docs/documents.ts"
import { freePort } from "../servers/port.ts"
import type { Project } from "./project.ts"
import { type Step, stepsIn } from "./tutorial.ts"

const page = fileURLToPath(new URL("../../docs/tutorial.md", import.meta.url))
const isUpdating = process.env["UPDATE"] === "1"

/** Who knows nothing, with an empty project. */
interface Stranger {
  readonly project: Project
  /** The packages are on no registry yet: what would be fetched is packed from here. */
  readonly tarballs: ReadonlyMap<string, string>
  readonly processes: ChildProcess[]
  readonly heard: string[]
}

const known = ["checker", "language", "runtime"]

const run = ({ project, tarballs }: Stranger, command: string): string => {
  if (!command.startsWith("npm install")) return project.run("sh", "-c", `{ ${command}\n} 2>&1`).output
  const wanted = known.map((name) => tarballs.get(`lockstep-${name}`) ?? "")
  project.install(...(command === "npm install" ? tarballs.values() : wanted))
  return ""
}

/** Does a step; gives the page, with what is printed today where that is asked for. */
const perform = (stranger: Stranger, step: Exclude<Step, { readonly kind: "processes" }>, text: string): string => {
  const { project } = stranger
  switch (step.kind) {
    case "run": {
      const output = run(stranger, step.command)
      if (step.output === undefined) return text
      if (isUpdating)
        return text.replace(`${step.command}\n${step.output}\`\`\``, `${step.command}\n${output.trimEnd()}\n\`\`\``)
      expect(withoutMeasures(output), step.command).toBe(withoutMeasures(step.output))
      return text
    }
    case "write": {
      const file = join(project.folder, step.file)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, step.text)
      return text
    }
    case "edit": {
      const file = join(project.folder, step.file)
      const before = readFileSync(file, "utf8")
      expect(before).toContain(step.before)
      writeFileSync(file, before.replace(step.before, step.after))
      return text
    }
  }
}

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20))
}

const start = ({ project, heard, processes }: Stranger, command: string): ChildProcess => {
  const [, ...words] = command.split(" ")
  const child = spawn(process.execPath, words, { cwd: project.folder })
  child.stdout.setEncoding("utf8").on("data", (lines: string) => heard.push(...lines.trim().split("\n")))
  processes.push(child)
  return child
}

const turns = ({ heard }: Stranger, client: string): number => heard.filter((line) => line === `${client} Works`).length

/** Both clients get turns; so they do when the lock was killed and is back. */
const serve = async (stranger: Stranger, commands: readonly string[]): Promise<void> => {
  const file = join(stranger.project.folder, "src/main.ts")
  let service = readFileSync(file, "utf8")
  for (const port of ["7101", "7102", "7103"]) service = service.replace(port, String(await freePort()))
  writeFileSync(file, service)
  const [lock] = commands.map((command) => start(stranger, command))
  await until(() => turns(stranger, "c1") > 1 && turns(stranger, "c2") > 1)
  lock?.kill("SIGKILL")
  start(stranger, commands[0] ?? "")
}

/** Does all that the tutorial asks, in its order, and sees what it shows. */
export const followTutorial = async (project: Project, tarballs: ReadonlyMap<string, string>): Promise<void> => {
  const stranger: Stranger = { project, tarballs, processes: [], heard: [] }
  let text = readFileSync(page, "utf8")
  const transcript: string[] = []
  let withoutInstalling = 0
  // `npx lockstep` would fetch the command first.
  project.install("--save-dev", tarballs.get("lockstep") ?? "", ...tarballs.values())
  try {
    for (const step of stepsIn(text)) {
      const began = performance.now()
      if (step.kind === "processes") await serve(stranger, step.commands)
      else text = perform(stranger, step, text)
      const seconds = (performance.now() - began) / 1000
      const what =
        step.kind === "run" ? step.command : step.kind === "processes" ? "three processes" : `${step.kind} ${step.file}`
      transcript.push(`${seconds.toFixed(1).padStart(6)} s  ${what}`)
      if (!what.startsWith("npm install")) withoutInstalling += seconds
    }
  } finally {
    for (const one of stranger.processes) one.kill("SIGKILL")
  }
  if (isUpdating) writeFileSync(page, text)
  console.log(
    [
      "A stranger's ten minutes, without the reading:",
      ...transcript,
      `${withoutInstalling.toFixed(1).padStart(6)} s  in all, but for what npm installs`,
    ].join("\n"),
  )
}
