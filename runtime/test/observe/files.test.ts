import { readFileSync } from "node:fs"
import { parser } from "@prometheus-io/lezer-promql"
import { describe, expect, test } from "vitest"
import { metrics } from "../../src/observe/metrics.ts"

const read = (name: string): string => readFileSync(new URL(`../../observability/${name}`, import.meta.url), "utf8")

/** What stands in the place of a query, with what is asked of a series there. */
interface Use {
  readonly name: string
  readonly labels: readonly string[]
}

const usesIn = (expression: string): readonly Use[] => {
  const by = [...expression.matchAll(/by \(([^)]*)\)/g)].flatMap(([, names = ""]) => names.split(", "))
  return [...expression.matchAll(/(lockstep_\w+)(?:\{([^}]*)\})?/g)].map(([, name = "", matchers = ""]) => ({
    name,
    labels: [...by, ...[...matchers.matchAll(/(\w+)=/g)].map(([, label = ""]) => label)],
  }))
}

const suffixes = { counter: [""], gauge: [""], histogram: ["_bucket", "_sum", "_count"] } as const

/** The names of series that the metrics have, with their labels. */
const known = new Map(
  Object.values(metrics).flatMap(({ name, kind, labels }) =>
    suffixes[kind].map((suffix) => [
      `${name}${suffix}`,
      ["protocol", "role", "node", ...labels, ...(suffix === "_bucket" ? ["le"] : [])],
    ]),
  ),
)

/** What is asked for and not exported. */
const strangersIn = (expressions: readonly string[]): readonly string[] =>
  expressions.flatMap(usesIn).flatMap(({ name, labels }) => {
    const found = known.get(name)
    if (found === undefined) return [name]
    return labels.filter((label) => !found.includes(label)).map((label) => `${name}{${label}}`)
  })

const alerts = read("alerts.yaml")
const rules = [...alerts.matchAll(/- alert: (\w+)\n\s+expr: (.+)\n/g)].map(([, alert = "", expr = ""]) => ({
  alert,
  expr,
}))

const dashboard: {
  readonly panels: readonly { readonly targets: readonly { readonly expr: string }[] }[]
  readonly templating: { readonly list: readonly { readonly query: string }[] }
} = JSON.parse(read("dashboard.json"))
const panels = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))
const queries = [...panels, ...dashboard.templating.list.map(({ query }) => query)]

describe("every series that is asked for is exported, with those labels", () => {
  test("by the alerts", () => {
    expect(rules.length).toBe([...alerts.matchAll(/alert:/g)].length)
    expect(strangersIn(rules.map(({ expr }) => expr))).toEqual([])
    const used = [...alerts.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label)
    const labels = new Set([...known.values()].flat())
    expect(used.filter((label = "") => !labels.has(label))).toEqual([])
  })

  test("by the dashboard", () => expect(strangersIn(queries)).toEqual([]))

  test("and a wrong name or label would be found", () => {
    expect(strangersIn(["rate(lockstep_call_second_count[5m])"])).toEqual(["lockstep_call_second_count"])
    expect(strangersIn(['lockstep_mailbox_inputs{peer="a"}'])).toEqual(["lockstep_mailbox_inputs{peer}"])
  })
})

/** Where the first mistake in an expression of Prometheus is, with Grafana's interval in it. */
const mistakeIn = (expression: string): string | undefined => {
  const text = expression.replaceAll("$__rate_interval", "5m")
  let mistake: string | undefined
  parser.parse(text).iterate({
    enter({ type, from }) {
      if (type.isError) mistake ??= `${text.slice(0, from)}<here>${text.slice(from)}`
    },
  })
  return mistake
}

test("Prometheus can read every expression", () => {
  expect([...rules.map(({ expr }) => expr), ...panels].map(mistakeIn).filter((mistake) => mistake)).toEqual([])
  expect(mistakeIn("rate(lockstep_inputs_total[5m) > 0")).toBe("rate(lockstep_inputs_total[5m<here>) > 0")
  expect(mistakeIn("max by (role (lockstep_view)")).toContain("<here>")
})

test("the dashboard shows every metric", () => {
  const shown = queries.flatMap(usesIn).map(({ name }) => name)
  const hidden = Object.values(metrics).filter(({ name }) => !shown.some((one) => one.startsWith(name)))
  expect(hidden.map(({ name }) => name)).toEqual([])
})
