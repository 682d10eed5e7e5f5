import type { StateView } from "../view.ts"
import type { Arrow } from "./arrows.ts"
import { draw } from "./dom.ts"
import type { Session } from "./session.ts"

/** Where lanes and rows are, in pixels. */
interface Grid {
  readonly x: (lane: string) => number
  readonly y: (row: number) => number
  readonly width: number
  readonly height: number
}

const firstLine = 19

const gridOf = (drawing: HTMLElement, rows: HTMLElement, lanes: readonly string[]): Grid => {
  const width = drawing.clientWidth
  const tops = [...rows.children].map((row) => (row instanceof HTMLElement ? row.offsetTop : 0))
  const column = width / Math.max(lanes.length, 1)
  return {
    x: (lane) => (lanes.indexOf(lane) + 0.5) * column,
    y: (row) => (tops[row] ?? 0) + firstLine,
    width,
    height: rows.offsetHeight,
  }
}

const endsAt = (lane: string, states: readonly StateView[]): number =>
  states.findIndex(({ step }) => step?.kind === "stop" && step.node === lane)

const laneLine = (lane: string, hue: number, { x, y, height }: Grid, states: readonly StateView[]): SVGElement => {
  const end = endsAt(lane, states)
  return draw("line", {
    class: "lane",
    "data-hue": hue === -1 ? undefined : hue % 6,
    x1: x(lane),
    x2: x(lane),
    y1: 0,
    y2: end === -1 ? height : y(end),
  })
}

const radius = 5

/** A message still on its way is a short stroke towards who may hear it. */
const stub = 0.32

const arrowLine = ({ from, to, isLost }: Arrow, grid: Grid, at: number): SVGElement => {
  const [x1, y1] = [grid.x(from.lane), grid.y(from.row)]
  const isOpen = to.row === undefined
  const [fullX, fullY] = [grid.x(to.lane), isOpen ? y1 + 40 : grid.y(to.row)]
  const isBent = fullX === x1
  const part = isOpen ? stub : 1
  const [x2, y2] = [x1 + (fullX - x1) * part, isOpen ? y1 + 12 : fullY]
  const length = Math.max(Math.hypot(x2 - x1, y2 - y1), 1)
  const back = isOpen ? 0 : (radius + 2) / length
  const [tipX, tipY] = [x2 - (x2 - x1) * back, y2 - (y2 - y1) * back]
  const bend = isBent ? `M ${x1} ${y1} C ${x1 + 26} ${y1 + 6}, ${x1 + 26} ${y2 - 6}, ${x2 + radius} ${y2 - 3}` : ""
  const isAhead = (to.row ?? from.row) > at
  return draw("path", {
    class: `arrow${isOpen ? " open" : ""}${isLost ? " lost" : ""}${isAhead ? " ahead" : ""}${to.row === at ? " now" : ""}`,
    d: bend || `M ${x1} ${y1} L ${tipX} ${tipY}`,
    "marker-end": isLost ? "url(#lost)" : isOpen ? undefined : "url(#tip)",
  })
}

const cross = (x: number, y: number): SVGElement =>
  draw("path", { class: "crash", d: `M ${x - 5} ${y - 5} L ${x + 5} ${y + 5} M ${x + 5} ${y - 5} L ${x - 5} ${y + 5}` })

const mark = ({ step }: StateView, row: number, { x, y }: Grid, at: number, hue: number): SVGElement | undefined => {
  if (step?.node === undefined) return undefined
  const [cx, cy] = [x(step.node), y(row)]
  if (["crash", "stop", "interruption"].includes(step.kind)) return cross(cx, cy)
  const isOwn = step.kind === "timer" || step.kind === "tick" || step.kind === "perform"
  return draw("circle", {
    class: `mark${isOwn ? " own" : ""}${row > at ? " ahead" : ""}${row === at ? " now" : ""}`,
    "data-hue": hue === -1 ? undefined : hue % 6,
    cx,
    cy,
    r: row === at ? radius + 1 : radius,
  })
}

const tip = (id: string, d: string): SVGElement =>
  draw(
    "marker",
    { id, viewBox: "0 0 10 10", refX: 9, refY: 5, markerWidth: 7, markerHeight: 7, orient: "auto-start-reverse" },
    draw("path", { d }),
  )

/** Draws the lanes beside the rows: what stands in a row is drawn at its height. */
export const drawLanes = (
  drawing: HTMLElement,
  rows: HTMLElement,
  lanes: readonly string[],
  nodes: readonly string[],
  { states, at }: Session,
  arrows: readonly Arrow[],
): void => {
  if (lanes.length === 0) return
  const grid = gridOf(drawing, rows, lanes)
  const marks = states.map((state, row) => mark(state, row, grid, at, nodes.indexOf(state.step?.node ?? "")))
  drawing.replaceChildren(
    draw(
      "svg",
      { width: grid.width, height: grid.height },
      draw("defs", {}, tip("tip", "M 0 1 L 10 5 L 0 9 z"), tip("lost", "M 2 1 L 9 9 M 9 1 L 2 9")),
      ...lanes.map((lane) => laneLine(lane, nodes.indexOf(lane), grid, states)),
      ...arrows.map((arrow) => arrowLine(arrow, grid, at)),
      ...marks,
    ),
  )
}
