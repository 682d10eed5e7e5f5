import { readLimits } from "../check/limits.ts"
import { isRecord } from "../forms.ts"
import { nearest } from "../nearest.ts"
import { readReporter, readReporters } from "../report/reporters.ts"
import type { Config } from "./config.ts"

/** What is wrong with a configuration: the names that lead there, why, and what to do. */
export interface Problem {
  readonly path: readonly string[]
  readonly reason: string
  readonly fix: string
}

type Rule = (value: unknown, path: readonly string[]) => Problem | undefined

const wanted = (path: readonly string[], reason: string, example: string): Problem => ({
  path,
  reason: `${path.length === 0 ? "the default export" : path.join(".")} ${reason}`,
  fix: `write it like ${example}`,
})

const firstOf = <Item>(items: readonly Item[], rule: (item: Item) => Problem | undefined): Problem | undefined => {
  for (const item of items) {
    const problem = rule(item)
    if (problem !== undefined) return problem
  }
  return undefined
}

const text =
  (example: string): Rule =>
  (value, path) =>
    typeof value === "string" && value !== "" ? undefined : wanted(path, "is no text", example)

const listOf =
  (rule: Rule, example: string): Rule =>
  (value, path) =>
    Array.isArray(value)
      ? firstOf([...value.entries()], ([index, item]) => rule(item, [...path, String(index)]))
      : wanted(path, "is no list", example)

const unknownField = (path: readonly string[], name: string, known: readonly string[]): Problem => {
  const meant = nearest(name, known)
  return {
    path: [...path, name],
    reason: `there is nothing to configure by the name of ${[...path, name].join(".")}`,
    fix: meant === undefined ? `choose from ${known.join(", ")}` : `did you mean ${meant}?`,
  }
}

const record =
  (rules: { readonly [name: string]: Rule }, example: string): Rule =>
  (value, path) => {
    if (!isRecord(value)) return wanted(path, "is no record", example)
    return firstOf(Object.entries(value), ([name, field]) =>
      Object.hasOwn(rules, name)
        ? field === undefined
          ? undefined
          : rules[name]?.(field, [...path, name])
        : unknownField(path, name, Object.keys(rules)),
    )
  }

/** The words and numbers of the command line, under the same rules. */
const limit =
  (name: "workers" | "memory" | "timeout", example: string): Rule =>
  (value, path) => {
    const isType = typeof value === (name === "workers" ? "number" : "string")
    const read = isType ? readLimits({ [name]: value }) : undefined
    return read === undefined || "kind" in read
      ? wanted(path, `does not understand ${JSON.stringify(value)}`, example)
      : undefined
  }

const limits = {
  workers: limit("workers", "workers: 2"),
  memory: limit("memory", 'memory: "4g"'),
  timeout: limit("timeout", 'timeout: "60s"'),
}

const everyValue =
  (rule: Rule, example: string): Rule =>
  (value, path) =>
    isRecord(value)
      ? firstOf(Object.entries(value), ([name, item]) => rule(item, [...path, name]))
      : wanted(path, "is no record", example)

const specsExample = 'specs: ["specs"]'
const librariesExample = 'libraries: [{ spec: "specs/lock", out: "src/lock" }]'
const quickExample = 'instances: { quick: { timeout: "10s" } }'
const cacheExample = 'cache: ".cache/lockstep", or cache: false'

const library: Rule = (value, path) => {
  const surplus = record({ spec: text(librariesExample), out: text(librariesExample) }, librariesExample)(value, path)
  if (surplus !== undefined || !isRecord(value)) return surplus
  return firstOf(["spec", "out"], (name) =>
    value[name] === undefined ? wanted([...path, name], "is missing", librariesExample) : undefined,
  )
}

const reportersExample = 'reporters: ["pretty", "junit=reports/lockstep.xml"]'

const reporter: Rule = (value, path) => {
  if (typeof value !== "string") return wanted(path, "is no text", reportersExample)
  const read = readReporter(value)
  return "kind" in read ? { path, reason: read.reason, fix: read.fix } : undefined
}

/** Each of them may be in order, and two of them not together. */
const reporters: Rule = (value, path) => {
  const wrong = listOf(reporter, reportersExample)(value, path)
  if (wrong !== undefined || !Array.isArray(value)) return wrong
  const read = readReporters(value)
  return "kind" in read ? { path, reason: read.reason, fix: read.fix } : undefined
}

const specs: Rule = (value, path) =>
  Array.isArray(value) && value.length === 0
    ? wanted(path, "is empty, so that nothing would be read", specsExample)
    : listOf(text(specsExample), specsExample)(value, path)

const config = record(
  {
    ...limits,
    specs,
    instances: everyValue(record(limits, quickExample), quickExample),
    reporters,
    libraries: listOf(library, librariesExample),
    cache: (value, path) => (value === false ? undefined : text(cacheExample)(value, path)),
  },
  "export default defineConfig({ specs: [...] })",
)

/** Whether what a file exports is a configuration; the only place where its word is taken for it. */
export const validate = (value: unknown): Config | Problem => config(value, []) ?? (value as Config)
