import { type ChildProcess, spawn } from "node:child_process"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, expect, test } from "vitest"
import { withoutMeasures } from "../docs/documents.ts"
import { freePort } from "../servers/port.ts"
import { newProject, packAll } from "./project.ts"
import { type Step, stepsIn } from "./tutorial.ts"

const page = fileURLToPath(new URL("../../docs/tutorial.md", import.meta.url))
const isUpdating = process.env["UPDATE"] === "1"
let text = readFileSync(page, "utf8")

const project = newProject()
const processes: ChildProcess[] = []
afterAll(() => {
  for (const one of processes) one.kill("SIGKILL")
  project.remove()
})

/** The packages are on no registry yet: what would be fetched is packed from here. */
const tarballs = packAll()
const known = ["checker", "language", "runtime"].map((name) => tarballs.get(`lockstep-${name}`) ?? "")

const run = (command: string): string => {
  if (!command.startsWith("npm install")) return project.run("sh", "-c", `{ ${command}\n} 2>&1`).output
  project.install(...(command === "npm install" ? tarballs.values() : known))
  return ""
}

const perform = (step: Exclude<Step, { readonly kind: "processes" }>): void => {
  switch (step.kind) {
    case "run": {
      const output = run(step.command)
      if (step.output === undefined) return
      if (isUpdating)
        text = text.replace(`${step.command}\n${step.output}\`\`\``, `${step.command}\n${output.trimEnd()}\n\`\`\``)
      else expect(withoutMeasures(output), step.command).toBe(withoutMeasures(step.output))
      return
    }
    case "write": {
      const file = join(project.folder, step.file)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, step.text)
      return
    }
    case "edit": {
      const file = join(project.folder, step.file)
      const before = readFileSync(file, "utf8")
      expect(before).toContain(step.before)
      writeFileSync(file, before.replace(step.before, step.after))
    }
  }
}

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20))
}

const heard: string[] = []
const start = (command: string): ChildProcess => {
  const [, ...words] = command.split(" ")
  const child = spawn(process.execPath, words, { cwd: project.folder })
  child.stdout.setEncoding("utf8").on("data", (lines: string) => heard.push(...lines.trim().split("\n")))
  processes.push(child)
  return child
}

const turns = (client: string): number => heard.filter((line) => line === `${client} Works`).length

/** Both clients get turns; so they do when the lock was killed and is back. */
const serve = async (commands: readonly string[]): Promise<void> => {
  const file = join(project.folder, "src/main.ts")
  let service = readFileSync(file, "utf8")
  for (const port of ["7101", "7102", "7103"]) service = service.replace(port, String(await freePort()))
  writeFileSync(file, service)
  const [lock] = commands.map(start)
  await until(() => turns("c1") > 1 && turns("c2") > 1)
  lock?.kill("SIGKILL")
  start(commands[0] ?? "")
}

test("a stranger who does what the tutorial says sees what it shows", async () => {
  const transcript: string[] = []
  // `npx lockstep` would fetch the command first.
  project.install("--save-dev", tarballs.get("lockstep") ?? "", ...tarballs.values())
  for (const step of stepsIn(text)) {
    const began = performance.now()
    if (step.kind === "processes") await serve(step.commands)
    else perform(step)
    const what =
      step.kind === "run" ? step.command : step.kind === "processes" ? "three processes" : `${step.kind} ${step.file}`
    transcript.push(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${what}`)
  }
  if (isUpdating) writeFileSync(page, text)
  console.log(["A stranger's ten minutes, without the reading:", ...transcript].join("\n"))
})
