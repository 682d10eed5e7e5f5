import { spawnSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

/** The folder in which every shown command is run. */
export const root = fileURLToPath(new URL("../..", import.meta.url))

/** Runs a command as a reader would who has installed the workspace. */
export const runShell = (command: string) => {
  const { stdout, status } = spawnSync("sh", ["-c", `{ ${command}\n} 2>&1`], {
    cwd: root,
    encoding: "utf8",
    env: {
      ...process.env,
      NO_COLOR: "1",
      LOCKSTEP_CACHE: "off",
      PATH: `${join(root, "node_modules/.bin")}:${process.env["PATH"]}`,
    },
  })
  return { output: stdout, status }
}

/** What differs from run to run and from machine to machine: times, rates, threads and memory. */
export const withoutMeasures = (text: string): string =>
  text
    .replace(/in \d[\d.]* (?:ms|s|min \d+ s)\b/g, "in a moment")
    .replace(/[\d,]+ states\/s on \d+ threads?, .*?(?=, [\d,]+ handler run)/g, "at a rate")
    .replace(/at [\d,]+ steps and [\d,]+ simulated seconds a second/g, "at a rate")
    .trimEnd()

const consoleBlock = /```console\n\$ (.+)\n([^]*?)```/g
const shellBlock = /```sh\n([^]*?)```/g

/** A command that a document shows together with what it prints. */
export interface Shown {
  readonly command: string
  readonly output: string
}

export const shownIn = (text: string): readonly Shown[] =>
  [...text.matchAll(consoleBlock)].map(([, command = "", output = ""]) => ({ command, output }))

/** Commands that a document asks its reader to run. */
export const commandsIn = (text: string): readonly string[] =>
  [...text.matchAll(shellBlock)].flatMap(([, lines = ""]) => lines.trim().split("\n"))

export const read = (document: string): string => readFileSync(join(root, document), "utf8")

/** Writes into a document what its commands print today; what differs only in measures stays. */
export const rewrite = (document: string): void => {
  const renewed = read(document).replace(consoleBlock, (block, command: string, output: string) => {
    const printed = runShell(command).output
    if (withoutMeasures(printed) === withoutMeasures(output)) return block
    return `\`\`\`console\n$ ${command}\n${printed.trimEnd()}\n\`\`\``
  })
  writeFileSync(join(root, document), renewed)
}
