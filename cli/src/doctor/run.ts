import { availableParallelism, freemem, totalmem } from "node:os"
import { pathsOf, readSettings } from "../config/read.ts"
import { userErrorCode } from "../exit.ts"
import { isUserError } from "../messages.ts"
import { counted, memory } from "../report/amounts.ts"
import { toJson } from "../report/json.ts"
import { paint } from "../report/paint.ts"
import { fine, type Look, wrong } from "./finding.ts"
import { lookAtPackages, lookAtTypeScript } from "./packages.ts"
import { lookAtConfig, lookAtEditor, lookAtLibraries, lookAtSpecs } from "./project.ts"

/** The command's entry refuses a Node that is too old. */
const lookAtMachine = (): readonly Look[] => [
  fine("node", `Node ${process.versions.node}`),
  fine(
    "machine",
    `${counted(availableParallelism(), "core")}, ${memory(totalmem())} of memory, ${memory(freemem())} of it free`,
  ),
]

const lookAtProject = async (): Promise<readonly Look[]> => {
  const settings = await readSettings()
  if (isUserError(settings)) {
    const { place = "", reason, fix } = settings
    return [wrong("config", `${place}: ${reason}`, fix)]
  }
  const paths = pathsOf([], settings)
  return [lookAtConfig(settings), lookAtSpecs(paths), lookAtEditor(paths), ...(await lookAtLibraries(settings))]
}

const marks = {
  fine: () => paint("green", "✓"),
  doubtful: () => paint("yellow", "!"),
  wrong: () => paint("red", "✗"),
} as const

const told = ({ about, outcome, text, fix }: Look): string =>
  `  ${marks[outcome]()} ${about.padEnd(10)}  ${text}\n${fix === undefined ? "" : `                ${fix}\n`}`

/** Looks at whatever keeps specs from being written, checked or compiled; the number is the exit code. */
export const runDoctor = async (json: boolean): Promise<number> => {
  const folder = process.cwd()
  const looks = [...lookAtMachine(), lookAtTypeScript(folder), ...lookAtPackages(folder), ...(await lookAtProject())]
  process.stdout.write(json ? toJson(looks) : looks.map(told).join(""))
  return looks.some(({ outcome }) => outcome === "wrong") ? userErrorCode : 0
}
