import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { check, type Progress, type Report } from "@lockstep/checker"
import { type CheckArguments, help, readArguments } from "./arguments.ts"
import { itf, mermaid, toJson, traceOf } from "./formats.ts"
import { openLocator } from "./locate.ts"
import { type Instance, loadModels } from "./models.ts"
import { pretty } from "./pretty.ts"
import { formatUserError, type UserError } from "./trouble.ts"

interface Checked {
  readonly instance: Instance
  readonly report: Report
}

const exitCodes = { verified: 0, faulty: 2, violated: 4, vacuous: 6, inconclusive: 7 } as const
/** From best to worst. */
const severity: readonly number[] = [0, 7, 6, 4, 2, 130]

const exitCode = ({ report }: Checked): number => (report.stopped === "interrupted" ? 130 : exitCodes[report.verdict])

const worst = (codes: readonly number[]): number =>
  codes.reduce((one, other) => (severity.indexOf(other) > severity.indexOf(one) ? other : one), 0)

/** Handlers that did nothing in any of the instances of a file: nobody can say that they are right. */
const deadHandlers = (all: readonly Checked[]): string[] => {
  if (all.some(({ report }) => report.verdict !== "verified")) return []
  const handlers = new Map<string, number>()
  for (const { instance, report } of all)
    for (const { handler, fired } of report.coverage) {
      const name = `${instance.file}: ${handler}`
      handlers.set(name, (handlers.get(name) ?? 0) + fired)
    }
  return [...handlers].flatMap(([name, fired]) => (fired === 0 ? [name] : []))
}

const showProgress = ({ states, transitions, depth, queue, bytes, seconds }: Progress): void => {
  const rate = Math.round(states / Math.max(seconds, 0.001))
  const line = `${states} states  ${transitions} transitions  ${rate}/s  depth ${depth}  queue ${queue}  ${Math.round(bytes / 2 ** 20)} MiB`
  process.stderr.write(`\r\u001b[K${line}`)
}

const runCheck = async (instance: Instance, asked: CheckArguments, signal: AbortSignal): Promise<Checked> => {
  const { workers, memoryBytes, timeoutMillis, exact } = asked
  const live = process.stderr.isTTY === true
  const report = await check(instance.model, {
    exact,
    signal,
    source: { url: pathToFileURL(resolve(instance.file)).href, name: instance.name },
    ...(workers !== undefined && { workers }),
    ...(memoryBytes !== undefined && { memoryBytes }),
    ...(timeoutMillis !== undefined && { timeoutMillis }),
    ...(live && { onProgress: showProgress }),
  })
  if (live) process.stderr.write("\r\u001b[K")
  return { instance, report }
}

const print = ({ instance, report }: Checked, { format }: CheckArguments): void => {
  if (format === "pretty") {
    const locator = openLocator()
    process.stdout.write(`${pretty(instance, report, locator)}\n`)
    locator.close()
    return
  }
  const trace = traceOf(report)
  if (format === "json" || trace === undefined) return
  process.stdout.write(`${format === "mermaid" ? mermaid(trace) : itf(trace)}\n`)
}

const printAll = (all: readonly Checked[], { format }: CheckArguments): void => {
  if (format !== "json") return
  const reports = all.map(({ instance: { file, name }, report }) => ({ file, instance: name, ...report }))
  process.stdout.write(`${toJson(reports)}\n`)
}

const gather = async (asked: CheckArguments): Promise<Instance[] | UserError> => {
  const all: Instance[] = []
  for (const path of asked.paths) {
    const loaded = await loadModels(path, asked.instance)
    if (!Array.isArray(loaded)) return loaded
    all.push(...loaded)
  }
  return all
}

const runChecks = async (asked: CheckArguments): Promise<number | UserError> => {
  const instances = await gather(asked)
  if (!Array.isArray(instances)) return instances
  const interruption = new AbortController()
  process.once("SIGINT", () => interruption.abort())
  const all: Checked[] = []
  for (const instance of instances) {
    if (interruption.signal.aborted) break
    const checked = await runCheck(instance, asked, interruption.signal)
    all.push(checked)
    print(checked, asked)
  }
  printAll(all, asked)
  const dead = deadHandlers(all)
  if (dead.length > 0)
    process.stderr.write(`never did anything in any instance:\n${dead.map((name) => `  ${name}\n`).join("")}`)
  return worst([...all.map(exitCode), ...(dead.length > 0 ? [exitCodes.vacuous] : [])])
}

const version = (): string => {
  const description = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    version: string
  }
  return description.version
}

const fail = (error: UserError): number => {
  process.stderr.write(formatUserError(error))
  return 2
}

/** Runs the command; the number is its exit code. */
export const main = async (argv: readonly string[]): Promise<number> => {
  const asked = readArguments(argv)
  switch (asked.kind) {
    case "help":
    case "version":
      process.stdout.write(asked.kind === "help" ? help : `${version()}\n`)
      return 0
    case "user-error":
      return fail(asked)
    default: {
      const result = await runChecks(asked)
      return typeof result === "number" ? result : fail(result)
    }
  }
}
