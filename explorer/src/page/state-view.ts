import type { FieldView, LaneView, MessageView, PropertyView } from "../view.ts"
import { chip, h, refill } from "./dom.ts"
import { nodesOf, type Session, shownState } from "./session.ts"

const fieldRow = ({ name, value, was }: FieldView): HTMLElement =>
  h(
    "div",
    `field${was === undefined ? "" : " changed"}`,
    h("dt", "", name),
    h(
      "dd",
      "",
      was !== undefined && h("del", "", was),
      was !== undefined && h("span", "to", " → "),
      h("span", "", value),
    ),
  )

const laneCard = ({ name, kind, stopped, fields }: LaneView, nodes: readonly string[]): HTMLElement =>
  h(
    "article",
    { class: `card${fields.some(({ was }) => was !== undefined) ? " touched" : ""}`, "aria-label": name },
    h("h4", "", kind === "node" ? chip(name, nodes) : name, stopped && h("span", "bad", " has stopped")),
    h("dl", "", ...fields.map(fieldRow)),
  )

const networkList = (network: readonly MessageView[], nodes: readonly string[]): HTMLElement => {
  const counted = new Map<string, { readonly message: MessageView; count: number }>()
  for (const message of network) {
    const key = [message.from, message.to, message.text].join("\n")
    const known = counted.get(key) ?? { message, count: 0 }
    known.count++
    counted.set(key, known)
  }
  return h(
    "ul",
    "list network",
    ...[...counted.values()].map(({ message: { from, to, text }, count }) =>
      h(
        "li",
        "",
        chip(from, nodes),
        h("span", "to", "→"),
        chip(to, nodes),
        h("span", "text", count > 1 ? `${text} ×${count}` : text),
      ),
    ),
  )
}

const marks = (kind: string, holds: boolean): readonly [string, string] => {
  if (kind === "reachable") return holds ? ["good", "●"] : ["faint", "○"]
  return holds ? ["good", "✓"] : ["bad", "✗"]
}

const saying = (kind: string, holds: boolean): string => {
  if (kind === "reachable") return holds ? "reached here" : "not here"
  return holds ? "holds" : "broken"
}

const propertyItem = ({ kind, name, holds, meaning, place, why }: PropertyView): HTMLElement => {
  const [tone, mark] = marks(kind, holds)
  return h(
    "li",
    `property ${tone}`,
    h("span", { class: "mark", "aria-hidden": true }, mark),
    h(
      "span",
      "said",
      h("span", "text", name, h("span", "faint", ` ${saying(kind, holds)}`)),
      meaning !== undefined && h("span", "faint meaning", meaning),
      ...why.map((line) => h("code", "clause", line)),
      !holds && kind !== "reachable" && place !== undefined && h("span", "place", place),
    ),
  )
}

const happened = (session: Session, nodes: readonly string[]): HTMLElement => {
  const step = shownState(session)?.step
  if (step === undefined || step.kind === "begin") return h("p", "faint", "The beginning: nothing has happened yet.")
  return h(
    "div",
    "happened",
    h("p", "what", step.node !== undefined && chip(step.node, nodes), h("span", "text", step.text)),
    ...step.changes.map((change) => h("p", "change", change)),
    ...step.sent.map(({ to, text }) => h("p", "change", `sends ${text} to ${to}`)),
    step.changes.length + step.sent.length === 0 && h("p", "change", "changes nothing"),
    step.place !== undefined && h("p", "place", step.place),
  )
}

/** Shows the state, what changed, and which properties hold. */
export const showState = (into: HTMLElement, session: Session): void => {
  const state = shownState(session)
  const nodes = nodesOf(session)
  const broken = (state?.properties ?? []).filter(({ kind, holds }) => kind !== "reachable" && !holds)
  const others = (state?.properties ?? []).filter((one) => !broken.includes(one))
  const network = state?.network ?? []
  refill(
    into,
    h("h2", "", `Step ${session.at}`),
    happened(session, nodes),
    h("h3", "", "Properties"),
    h("ul", { class: "list", id: "properties" }, ...[...broken, ...others].map(propertyItem)),
    h("h3", "", "State"),
    h("div", "cards", ...(state?.lanes ?? []).map((lane) => laneCard(lane, nodes))),
    nodes.length > 0 && h("h3", "", "On their way", h("span", "count", String(network.length))),
    network.length > 0 && networkList(network, nodes),
  )
}
