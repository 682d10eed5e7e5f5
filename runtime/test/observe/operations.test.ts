import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { expect, test } from "vitest"
import { defaultLimits } from "../../src/node/options.ts"
import { metrics } from "../../src/observe/metrics.ts"

const root = new URL("../../../", import.meta.url)
const page = new URL("docs/operations.md", root)
const text = readFileSync(page, "utf8")

const options = readFileSync(new URL("runtime/src/node/options.ts", root), "utf8")

/** What the source says of a limit. */
const meaningOf = (limit: string): string =>
  new RegExp(`/\\*\\* (.+) \\*/\\n  readonly ${limit}: `).exec(options)?.[1] ?? ""

const tables = {
  limits: [
    "| limit | default | meaning |\n|---|---|---|",
    ...Object.entries(defaultLimits).map(([limit, value]) => `| \`${limit}\` | ${value} | ${meaningOf(limit)} |`),
  ],
  metrics: [
    "| metric | kind | labels | meaning |\n|---|---|---|---|",
    ...Object.values(metrics).map(
      ({ name, kind, labels, meaning }) =>
        `| \`${name}\` | ${kind} | ${labels.map((label) => `\`${label}\``).join(", ")} | ${meaning} |`,
    ),
  ],
}

const blockOf = (name: string): RegExp => new RegExp(`<!-- ${name} -->\\n([^]*?)<!-- /${name} -->`)

/** `UPDATE=1 npx vitest run runtime/test/observe/operations.test.ts` writes the tables of today into the page. */
test.each(Object.entries(tables))("the page's table of %s is that of the code", (name, lines) => {
  const block = `\n${lines.join("\n")}\n\n`
  if (process.env["UPDATE"] !== undefined) {
    const now = readFileSync(page, "utf8")
    writeFileSync(page, now.replace(blockOf(name), `<!-- ${name} -->\n${block}<!-- /${name} -->`))
    return
  }
  expect(blockOf(name).exec(text)?.[1]).toBe(block)
})

test("every alert is explained, and no other", () => {
  const rules = readFileSync(new URL("runtime/observability/alerts.yaml", root), "utf8")
  const alerts = [...rules.matchAll(/alert: (\w+)/g)].map(([, alert]) => alert)
  const explained = [...text.matchAll(/^\*\*(Lockstep.+)\.\*\*/gm)].flatMap(([, names = ""]) => names.split(", "))
  expect(explained).toEqual(alerts)
})

test("every log line of the page exists", () => {
  const sources = readdirSync(new URL("runtime/src", root), { recursive: true, encoding: "utf8" })
  const said = sources
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(new URL(`runtime/src/${name}`, root), "utf8"))
    .join("\n")
  const lines = [...text.matchAll(/^\| (?:fatal|warning|debug) \| `(.+?)`/gm)].map(([, line = ""]) => line)
  expect(lines).toHaveLength(8)
  for (const line of lines)
    for (const words of line.split(/<\w+>|…/).filter((part) => part.trim().length > 3))
      expect(said.includes(words.trim()), words).toBe(true)
})
