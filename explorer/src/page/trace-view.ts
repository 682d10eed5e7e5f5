import type { StateView } from "../view.ts"
import { arrowsOf } from "./arrows.ts"
import { chip, h, refill } from "./dom.ts"
import { drawLanes } from "./lanes.ts"
import { nodesOf, type Session } from "./session.ts"

const isBroken = ({ properties }: StateView): boolean =>
  properties.some(({ kind, holds }) => kind !== "reachable" && !holds)

const brokenText = ({ properties }: StateView): string =>
  properties
    .filter(({ kind, holds }) => kind !== "reachable" && !holds)
    .map(({ name }) => name)
    .join(", ")

const row = (state: StateView, index: number, { at }: Session, nodes: readonly string[]): HTMLElement => {
  const { step } = state
  const text = step === undefined ? "the beginning" : step.kind === "begin" ? "begins" : step.text
  const tone = isBroken(state) ? "broken" : index > at ? "ahead" : ""
  return h(
    "li",
    { class: `row ${tone}` },
    h(
      "button",
      {
        type: "button",
        id: `row-${index}`,
        "data-at": index,
        "aria-current": index === at ? "step" : undefined,
        tabindex: index === at ? 0 : -1,
      },
      h("span", "number", String(index)),
      h("span", { class: "lane-room", "aria-hidden": true }),
      h(
        "span",
        "said",
        h("span", "what", step?.node !== undefined && chip(step.node, nodes), h("span", "text", text)),
        ...(step?.changes ?? []).map((change) => h("span", "change", change)),
        isBroken(state) && h("span", "breaks", `✗ ${brokenText(state)}`),
      ),
    ),
  )
}

/** Lanes: all nodes, and the clients that call; an algorithm has none. */
const lanesIn = (session: Session): readonly string[] => {
  const callers = session.states.flatMap(({ step }) => (step?.kind === "call" ? (step.taken?.from ?? []) : []))
  return [...new Set(callers), ...nodesOf(session)]
}

/** Draws the path as a list of steps, with the lanes beside it. */
export const showTrace = (into: HTMLElement, session: Session): void => {
  const nodes = nodesOf(session)
  const lanes = lanesIn(session)
  const head = h(
    "div",
    "lane-head",
    h("span", "number"),
    h("span", "lane-room", ...lanes.map((name) => chip(name, nodes))),
    h("span", "faint", "what happens"),
  )
  const rows = h("ol", "rows", ...session.states.map((state, index) => row(state, index, session, nodes)))
  const drawing = h("div", { class: "drawing", "aria-hidden": true })
  const frame = h("div", "frame", head, h("div", "body", drawing, rows))
  frame.style.setProperty("--lanes", String(lanes.length))
  refill(into, frame)
  drawLanes(drawing, rows, lanes, nodes, session, arrowsOf(session.states))
  rows.querySelector('[aria-current="step"]')?.scrollIntoView({ block: "nearest" })
}
