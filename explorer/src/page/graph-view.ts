import { draw, h, refill } from "./dom.ts"
import { type Dot, layOut, mostShown } from "./graph.ts"
import { type Session, shownState } from "./session.ts"

const [columnWidth, rowHeight, margin] = [72, 26, 28]

const tallest = (dots: readonly Dot[]): number => Math.max(1, ...dots.map(({ row }) => row + 1))

/** Columns that are short stand in the middle. */
const placing = (dots: readonly Dot[]) => {
  const heights = new Map<number, number>()
  for (const { depth, row } of dots) heights.set(depth, Math.max(heights.get(depth) ?? 0, row + 1))
  const most = tallest(dots)
  return ({ depth, row }: Dot) => ({
    x: margin + depth * columnWidth,
    y: margin + (row + (most - (heights.get(depth) ?? 0)) / 2) * rowHeight,
  })
}

const dotText = ({ depth, text, isBroken }: Dot): string =>
  `after ${depth} ${depth === 1 ? "step" : "steps"}, ${text}${isBroken ? ", broken" : ""}`

/** Shows the states that were looked at, with what follows each of them. */
export const showGraph = (into: HTMLElement, session: Session): void => {
  const root = session.states[0]?.key ?? ""
  const { dots, edges } = layOut(session.graph, root)
  const at = placing(dots)
  const byKey = new Map(dots.map((dot) => [dot.key, dot]))
  const onPath = new Set(session.states.map(({ key }) => key))
  const here = shownState(session)?.key
  const lines = edges.flatMap(({ from, to }) => {
    const [one, other] = [byKey.get(from), byKey.get(to)]
    if (one === undefined || other === undefined || one === other) return []
    const [begin, end] = [at(one), at(other)]
    const middle = (begin.x + end.x) / 2
    const isTaken = session.states.some(({ key }, index) => key === from && session.states[index + 1]?.key === to)
    return [
      draw("path", {
        class: isTaken ? "edge taken" : "edge",
        d: `M ${begin.x} ${begin.y} C ${middle} ${begin.y}, ${middle} ${end.y}, ${end.x} ${end.y}`,
      }),
    ]
  })
  const circles = dots.map((dot) => {
    const { x, y } = at(dot)
    const tone = dot.isBroken ? " bad" : dot.isExpanded ? " expanded" : ""
    return draw(
      "circle",
      {
        class: `dot${tone}${onPath.has(dot.key) ? " onpath" : ""}${dot.key === here ? " here" : ""}`,
        cx: x,
        cy: y,
        r: dot.key === here ? 8 : 6,
        role: "button",
        "aria-label": dotText(dot),
        "data-path": dot.path.join("."),
      },
      draw("title", {}, dotText(dot)),
    )
  })
  const width = 2 * margin + Math.max(0, ...dots.map(({ depth }) => depth)) * columnWidth
  const height = 2 * margin + (tallest(dots) - 1) * rowHeight
  const expandedCount = dots.filter(({ isExpanded }) => isExpanded).length
  const scroll = {
    left: into.querySelector(".canvas")?.scrollLeft ?? 0,
    top: into.querySelector(".canvas")?.scrollTop ?? 0,
  }
  refill(
    into,
    h(
      "div",
      "graph-head",
      h("p", "faint", `${dots.length} states shown, ${expandedCount} expanded; at most about ${mostShown} are kept`),
      h("button", { type: "button", id: "expand", "data-expand": true }, "Expand what follows ", h("kbd", "", "e")),
    ),
    h(
      "div",
      "canvas",
      draw("svg", { width, height, role: "group", "aria-label": "States and steps" }, ...lines, ...circles),
    ),
  )
  const canvas = into.querySelector(".canvas")
  canvas?.scrollTo(scroll.left, scroll.top)
  into.querySelector(".here")?.scrollIntoView({ block: "nearest", inline: "nearest" })
}
