import type { CheckedView, VerdictView } from "../view.ts"
import { h, refill } from "./dom.ts"
import type { Session } from "./session.ts"

const follow = (path: readonly string[] | undefined, label: string): HTMLElement | undefined =>
  path && h("button", { type: "button", class: "follow", "data-path": path.join(".") }, label)

const headline = ({ verdict, properties, summary }: VerdictView): string => {
  const broken = properties.find(({ tone }) => tone === "bad")
  if (broken === undefined) return summary.find((line) => line.startsWith(verdict)) ?? summary[0] ?? verdict
  return `${broken.name} is ${broken.text}${broken.meaning === undefined ? "" : `: ${broken.meaning}`}`
}

const signs = { good: "✓", bad: "✗", unsure: "?" } as const

const checkedItem = ({ name, tone, text, meaning, path }: CheckedView): HTMLElement =>
  h(
    "li",
    `property ${tone}`,
    h("span", { class: "mark", "aria-hidden": true }, signs[tone]),
    h(
      "span",
      "said",
      h("span", "text", name, h("span", "faint", ` ${text}`)),
      meaning !== undefined && h("span", "faint meaning", meaning),
    ),
    follow(path, "show"),
  )

const told = (verdict: VerdictView): HTMLElement =>
  h(
    "details",
    "told",
    h(
      "summary",
      "",
      h("span", `pill ${verdict.tone}`, verdict.verdict),
      h("span", "headline", verdict.fault.length > 0 ? verdict.fault[0] : headline(verdict)),
    ),
    verdict.fault.length > 0 && h("pre", "", verdict.fault.join("\n")),
    h("ul", "list", ...verdict.properties.map(checkedItem)),
    ...verdict.summary.map((line) => h("p", "faint", line)),
  )

/** Shows what the check found of the instance. */
export const showVerdict = (into: HTMLElement, { verdict }: Session, remarks: readonly string[]): void => {
  const isOpen = into.querySelector("details")?.open ?? false
  refill(
    into,
    verdict === undefined
      ? h("p", "searching", h("span", "pill", "checking"), "looking for a counterexample …")
      : told(verdict),
    verdict !== undefined && follow(verdict.path, "Follow the counterexample"),
    ...remarks.map((remark) => h("pre", "remark", remark)),
  )
  const details = into.querySelector("details")
  if (details !== null) details.open = isOpen
}
