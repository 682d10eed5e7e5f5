import type { Snapshot, StepLabel, Trace } from "@lockstep/checker"
import type { Instance } from "../../load/models.ts"
import { type Locator, placeOf } from "../../source/locate.ts"
import { stepChanges, stepsOf } from "../../trace/changes.ts"
import { happening } from "../../trace/happening.ts"
import { showValue } from "../../trace/values.ts"
import { element, escape } from "./escape.ts"

type Step = ReturnType<typeof stepsOf>[number]

const stateTable = (state: Snapshot): string =>
  element(
    "details",
    "",
    element("summary", "", "state after this step"),
    element(
      "table",
      "",
      ...state.map(({ name, value }) =>
        element("tr", "", element("td", "", escape(name)), element("td", "", escape(showValue(value)))),
      ),
    ),
  )

const placed = (column: string, row: number, name: string, content: string, more = ""): string =>
  `<div class="${name}" style="grid-column:${column};grid-row:${row};${more}">${content}</div>`

/** From the lane of who sent to the lane of who hears; nothing where both are not lanes of their own. */
const arrow = ({ kind, from, node }: StepLabel, lanes: readonly string[], row: number): string => {
  const [start, end] = [lanes.indexOf(from ?? ""), lanes.indexOf(node ?? "")]
  if (start === -1 || end === -1 || start === end) return ""
  const [left, right] = [Math.min(start, end), Math.max(start, end)]
  const name = `arrow ${start < end ? "right" : "left"}${kind === "loss" ? " lost" : ""}`
  return placed(`${left + 2} / ${right + 3}`, row, name, "", `--span:${right - left + 1}`)
}

interface Drawing {
  readonly instance: Instance
  readonly locator: Locator
  readonly lanes: readonly string[]
}

const stepBox = ({ label, before, after }: Step, { instance, locator }: Drawing): string => {
  const written = label.handler === undefined ? undefined : locator.handler(instance, label.handler)
  return [
    element("span", "who", label.node === undefined ? "" : `${escape(label.node)} `),
    escape(happening(label)),
    ...stepChanges(before, after, label).map((change) => element("div", "changes", escape(change))),
    written === undefined ? "" : element("div", "place", escape(placeOf(written))),
    stateTable(after),
  ].join("")
}

const stepCells = (step: Step, index: number, drawing: Drawing): string => {
  const { lanes } = drawing
  const row = 2 * index + 2
  const lane = lanes.indexOf(step.label.node ?? "")
  const column = lane === -1 ? `2 / ${lanes.length + 2}` : String(lane + 2)
  return [
    arrow(step.label, lanes, row),
    placed("1", row + 1, "number", String(index + 1)),
    placed(column, row + 1, "step", stepBox(step, drawing)),
  ].join("")
}

/** A trace with a lane for each node, from the top to the bottom. */
export const lanesOf = (instance: Instance, trace: Trace, locator: Locator): string => {
  const nodes = trace.initial.filter(({ kind }) => kind === "node").map(({ name }) => name)
  const lanes = nodes.length > 0 ? nodes : [""]
  const drawing = { instance, locator, lanes }
  const heads = lanes.map((name, index) => placed(String(index + 2), 1, "lane", escape(name)))
  const steps = stepsOf(trace).map((step, index) => stepCells(step, index, drawing))
  return `<div class="lanes" style="--lanes:${lanes.length}">${[...heads, ...steps].join("\n")}</div>`
}
