import type { BlockedView, StepView } from "../view.ts"
import { chip, h, refill } from "./dom.ts"
import { listedSteps, nodesOf, type Session, shownState } from "./session.ts"

const sentText = ({ sent }: StepView): string | undefined => {
  if (sent.length === 0) return undefined
  const byText = new Map<string, string[]>()
  for (const { text, to } of sent) byText.set(text, [...(byText.get(text) ?? []), to])
  return `sends ${[...byText].map(([text, to]) => `${text} to ${to.join(" ")}`).join(", ")}`
}

const stepItem = (step: StepView, index: number, session: Session, nodes: readonly string[]): HTMLElement => {
  const isOnPath = session.path[session.at] === step.id
  const sent = sentText(step)
  return h(
    "li",
    {},
    h(
      "button",
      {
        type: "button",
        id: `take-${step.id}`,
        class: `take${step.breaks.length > 0 ? " breaking" : ""}`,
        "data-take": step.id,
        "aria-current": index === session.chosen ? "true" : undefined,
      },
      h("kbd", "", index < 9 ? String(index + 1) : "·"),
      h(
        "span",
        "said",
        h("span", "what", step.node !== undefined && chip(step.node, nodes), h("span", "text", step.text)),
        ...step.changes.map((change) => h("span", "change", change)),
        sent !== undefined && h("span", "change", sent),
        step.breaks.length > 0 && h("span", "breaks", `✗ breaks ${step.breaks.join(", ")}`),
        isOnPath && h("span", "onpath", "next on this trace"),
      ),
    ),
  )
}

const blockedItem = ({ node, text, reason, clauses, place }: BlockedView, nodes: readonly string[]): HTMLElement =>
  h(
    "li",
    "blocked",
    h("span", "what", node !== undefined && chip(node, nodes), h("span", "text", text)),
    h("span", "reason", reason),
    ...clauses.map((clause) => h("code", "clause", clause)),
    place !== undefined && h("span", "place", place),
  )

const groups: readonly (readonly [kind: string, title: string])[] = [
  ["timer", "Timers"],
  ["message", "Messages"],
  ["call", "Calls"],
  ["result", "Activities"],
  ["tick", "Clocks"],
  ["fault", "Faults"],
  ["action", "Actions"],
]

const blockedGroups = (blocked: readonly BlockedView[], nodes: readonly string[]): readonly HTMLElement[] =>
  groups.flatMap(([wanted, title]) => {
    const found = blocked.filter(({ kind }) => kind === wanted)
    if (found.length === 0) return []
    return [h("h4", "", title), h("ul", "list", ...found.map((one) => blockedItem(one, nodes)))]
  })

const nothing = ({ isWithin, steps }: { isWithin: boolean; steps: readonly StepView[] }): string | undefined => {
  if (steps.length > 0)
    return isWithin ? undefined : "This state is outside of the model's bound: the search stops here."
  return "Nothing can happen here: this is an end."
}

/** Shows what can happen next, and what cannot. */
export const showNext = (into: HTMLElement, session: Session): void => {
  const state = shownState(session)
  const nodes = nodesOf(session)
  const steps = listedSteps(session)
  const said = state && nothing(state)
  const untold = state?.untold ?? 0
  refill(
    into,
    h("h2", "", "Can happen next", h("span", "count", String(state?.steps.length ?? 0))),
    h("input", {
      id: "filter",
      type: "search",
      placeholder: "filter  /",
      "aria-label": "Filter what can happen next",
      value: session.filter,
    }),
    said !== undefined && h("p", "faint", said),
    state?.fault !== undefined && h("p", "bad", `${state.fault.reason}. ${state.fault.fix}  [${state.fault.code}]`),
    h("ol", { class: "list", id: "steps" }, ...steps.map((step, index) => stepItem(step, index, session, nodes))),
    untold > 0 && h("p", "faint", `and ${untold} more`),
    h("h3", "", "Cannot happen", h("span", "count", String(state?.blocked.length ?? 0))),
    ...blockedGroups(state?.blocked ?? [], nodes),
  )
  into.querySelector('[aria-current="true"]')?.scrollIntoView({ block: "nearest" })
}
