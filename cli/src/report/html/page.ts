import { stripVTControlCharacters } from "node:util"
import type { PropertyReport } from "@lockstep/checker"
import type { Checked, Outcome } from "../../check/outcome.ts"
import type { Locator } from "../../source/locate.ts"
import { placeOf } from "../../source/locate.ts"
import { version } from "../../version.ts"
import { faultLines } from "../fault.ts"
import { fileName } from "../file-name.ts"
import { headerLines } from "../header.ts"
import { type Explain, outcomeText } from "../properties.ts"
import { summaryLines } from "../summary.ts"
import { traceOf } from "../trace.ts"
import { element, escape } from "./escape.ts"
import { lanesOf } from "./lanes.ts"
import { style } from "./style.ts"

const width = 100

const plain = (lines: readonly string[]): string => stripVTControlCharacters(lines.join("\n"))

const tones: { readonly [outcome in PropertyReport["outcome"]]: readonly [string, string] } = {
  holds: ["good", "✓"],
  reached: ["good", "✓"],
  broken: ["bad", "✗"],
  unreached: ["unsure", "✗"],
  unknown: ["unsure", "?"],
}

const verdictTones: { readonly [verdict: string]: string } = { verified: "good", violated: "bad", faulty: "bad" }

const propertyItem = ({ instance }: Checked, property: PropertyReport, locator: Locator, explain: Explain): string => {
  const { kind, name, outcome } = property
  const [tone, mark] = tones[outcome]
  const isFailed = outcome === "broken" || outcome === "unreached"
  const written = isFailed ? locator.property(instance, kind, name) : undefined
  const why = outcome === "broken" ? explain(instance, property, locator) : []
  return element(
    "li",
    "",
    element("span", `${tone} name`, mark, " ", escape(name)),
    escape(outcomeText(property)),
    written?.comment === undefined ? "" : `: ${escape(written.comment)}`,
    written === undefined ? "" : element("div", "faint", element("code", "", escape(placeOf(written)))),
    why.length === 0 ? "" : element("pre", "", escape(plain(why))),
  )
}

const instanceSection = (checked: Checked, locator: Locator, explain: Explain): string => {
  const { instance, report } = checked
  const [title = "", ...more] = headerLines(instance, locator, width)
  const trace = traceOf(report)
  return element(
    "section",
    "",
    element("h2", "", escape(plain([title]))),
    more.length === 0 ? "" : element("div", "faint", escape(plain(more))),
    element("div", `verdict ${verdictTones[report.verdict] ?? "unsure"}`, report.verdict),
    element("ul", "", ...report.properties.map((property) => propertyItem(checked, property, locator, explain))),
    report.fault === undefined ? "" : element("pre", "", escape(plain(faultLines(instance, report.fault, locator)))),
    trace === undefined ? "" : lanesOf(instance, trace, locator),
    element("pre", "", escape(plain(summaryLines(report, width)))),
  )
}

const refusedSections = ({ refused }: Outcome): readonly string[] =>
  [...refused].map(([file, diagnostics]) =>
    element(
      "section",
      "",
      element("h2", "", escape(fileName(file))),
      element("div", "verdict bad", "not checked"),
      ...diagnostics.map(({ line, column, code, reason, fix, ...place }) =>
        element("pre", "", escape(`${fileName(place.file)}:${line}:${column}: ${reason}  [${code}]\n${fix}`)),
      ),
    ),
  )

const deadSection = ({ dead }: Outcome): string =>
  dead.length === 0
    ? ""
    : element(
        "section",
        "",
        element("h2", "", "never did anything in any instance"),
        ...dead.map(({ instance, handler }) => element("div", "", escape(`${instance.file}: ${handler}`))),
      )

/** A whole run as one page that needs nothing beside it. */
export const html = (outcome: Outcome, locator: Locator, explain: Explain): string =>
  [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>lockstep check</title><style>${style}</style></head><body>`,
    `<h1>lockstep check</h1><div class="faint">lockstep ${escape(version())}</div>`,
    ...outcome.all.map((checked) => instanceSection(checked, locator, explain)),
    ...refusedSections(outcome),
    deadSection(outcome),
    "</body></html>",
    "",
  ].join("\n")
