import type { InstanceView, StateView, VerdictView } from "../view.ts"
import { h, part } from "./dom.ts"
import { expanded, type Graph } from "./graph.ts"
import { showGraph } from "./graph-view.ts"
import { type Deed, deedOf } from "./keys.ts"
import { linkText, readLink } from "./link.ts"
import { showNext } from "./next-view.ts"
import { listedSteps, type Session, shownState, type Tab, tabs } from "./session.ts"
import { sourceOf } from "./source.ts"
import { showState } from "./state-view.ts"
import { showTrace } from "./trace-view.ts"
import { showVerdict } from "./verdict-view.ts"

const source = sourceOf()
const parts = {
  instance: part("instance", HTMLSelectElement),
  bounds: part("bounds", HTMLElement),
  verdict: part("verdict", HTMLElement),
  notice: part("notice", HTMLElement),
  trace: part("trace", HTMLElement),
  graph: part("graph", HTMLElement),
  state: part("state", HTMLElement),
  next: part("next", HTMLElement),
  scrub: part("scrub", HTMLInputElement),
  where: part("where", HTMLElement),
  help: part("help", HTMLDialogElement),
}

let session: Session

const viewsOnPath = (states: readonly StateView[], path: readonly string[]) =>
  states.map((view, index) => ({ view, path: path.slice(0, index) }))

const grown = (graph: Graph, states: readonly StateView[], path: readonly string[]): Graph =>
  expanded(graph, viewsOnPath(states, path), new Set(states.map(({ key }) => key)))

const whereText = ({ states, at }: Session): string => {
  const step = states[at]?.step
  const said = step === undefined ? "the beginning" : [step.node, step.text].filter(Boolean).join(": ")
  return `${at} of ${states.length - 1} · ${said}`
}

const render = (): void => {
  const { instance, at, states, tab, notice, path } = session
  document.body.dataset["tab"] = tab
  document.title = `${instance.title} · ${instance.name} · lockstep explore`
  for (const one of tabs) part(`tab-${one}`, HTMLElement).setAttribute("aria-selected", String(one === tab))
  parts.bounds.textContent = instance.bounds
  parts.notice.textContent = notice
  parts.instance.value = instance.id
  parts.scrub.max = String(states.length - 1)
  parts.scrub.value = String(at)
  parts.scrub.setAttribute("aria-valuetext", whereText(session))
  parts.where.textContent = whereText(session)
  showVerdict(parts.verdict, session, source.remarks)
  showTrace(parts.trace, session)
  if (tab === "graph") showGraph(parts.graph, session)
  showState(parts.state, session)
  showNext(parts.next, session)
  history.replaceState(null, "", linkText({ instance: instance.id, path, at }))
}

const change = (changes: Partial<Session>): void => {
  session = { ...session, ...changes }
  render()
}

const lost = source.isClosed
  ? "This page carries only the trace: open the model with `lockstep explore` to go elsewhere."
  : ""

/** Goes along a path; where the model does not go along, to where it ends. */
const open = async (path: readonly string[], at = path.length): Promise<void> => {
  const { instance } = session
  const { states, refused } = await source.trace(instance.id, path, 0)
  if (session.instance !== instance) return
  const gone = path.slice(0, Math.max(states.length - 1, 0))
  const notice =
    refused === undefined ? "" : lost || `Step ${refused} of the link is not possible here: the model has changed.`
  change({
    path: gone,
    states,
    at: Math.min(at, gone.length),
    chosen: 0,
    filter: "",
    notice,
    graph: grown(session.graph, states, gone),
  })
}

/** Lets a step happen in the state that is shown; what came after it before is forgotten. */
const take = async (id: string | undefined): Promise<void> => {
  const { instance, at } = session
  if (id === undefined) return
  if (session.path[at] === id) return change({ at: at + 1, chosen: 0, filter: "", notice: "" })
  const path = [...session.path.slice(0, at), id]
  const { states: found } = await source.trace(instance.id, path, path.length)
  if (session.instance !== instance) return
  if (found.length === 0) return change({ notice: lost || "This step is not possible any more." })
  const states = [...session.states.slice(0, at + 1), ...found]
  change({
    path,
    states,
    at: path.length,
    chosen: 0,
    filter: "",
    notice: "",
    graph: grown(session.graph, states, path),
  })
}

const say = (error: unknown): void => {
  parts.notice.textContent = error instanceof Error ? error.message : String(error)
}

let queue: Promise<void> = Promise.resolve()

/** Deeds are done one after the other: each begins where the one before has come to. */
const attempt = (run: () => void | Promise<void>): void => {
  queue = queue.then(run).catch(say)
}

/** A check takes its time: whoever has gone somewhere meanwhile stays there. */
const told = (instance: InstanceView, verdict: VerdictView): void | Promise<void> => {
  if (session.instance !== instance) return undefined
  change({ verdict })
  return verdict.path !== undefined && session.path.length === 0 ? open(verdict.path, 0) : undefined
}

const enter = async (instance: InstanceView, path: readonly string[], at?: number): Promise<void> => {
  session = { ...session, instance, verdict: undefined, states: [], path: [], at: 0, graph: new Map() }
  await open(path, at)
  source
    .verdict(instance.id)
    .then((verdict) => attempt(() => told(instance, verdict)))
    .catch(say)
}

const expandNext = async (): Promise<void> => {
  const { instance, path, at, states } = session
  const here = path.slice(0, at)
  const steps = shownState(session)?.steps.slice(0, 40) ?? []
  const found = await Promise.all(steps.map(({ id }) => source.trace(instance.id, [...here, id], at + 1)))
  const views = found.flatMap(({ states: [view] }, index) =>
    view === undefined ? [] : [{ view, path: [...here, steps[index]?.id ?? ""] }],
  )
  change({ tab: "graph", graph: expanded(session.graph, views, new Set(states.map(({ key }) => key))) })
}

const copyLink = async (): Promise<void> => {
  await navigator.clipboard.writeText(location.href)
  change({ notice: "The link is copied: it opens this trace, at this step." })
}

const go = (to: "first" | "back" | "on" | "last"): void => {
  const last = session.path.length
  const at = { first: 0, back: Math.max(0, session.at - 1), on: Math.min(last, session.at + 1), last }[to]
  change({ at, chosen: 0, filter: "" })
}

const choose = (by: number): void => {
  const last = listedSteps(session).length - 1
  change({ chosen: Math.max(0, Math.min(last, session.chosen + by)) })
}

const showTab = (tab: Tab): void => {
  change({ tab })
  part(`tab-${tab}`, HTMLElement).focus({ preventScroll: true })
}

const perform = (deed: Deed): void | Promise<void> => {
  switch (deed.kind) {
    case "go":
      return go(deed.to)
    case "choose":
      return choose(deed.by)
    case "take":
      return take(listedSteps(session)[deed.index ?? session.chosen]?.id)
    case "tab":
      return showTab(deed.tab)
    case "counterexample":
      return session.verdict?.path === undefined ? undefined : open(session.verdict.path, 0)
    case "copy":
      return copyLink()
    case "help":
      return parts.help.showModal()
    case "filter":
      return part("filter", HTMLInputElement).focus()
    case "expand":
      return expandNext()
  }
}

const clicked = (target: Element): void | Promise<void> => {
  const found = target.closest<HTMLElement | SVGElement>(
    "[data-at],[data-take],[data-path],[data-go],[data-tab],[data-expand],#copy,#help-open",
  )
  if (found === null || found === document.body) return undefined
  const { at, take: taken, path, go: to, tab, expand } = found.dataset
  if (at !== undefined) return change({ at: Number(at), chosen: 0, filter: "" })
  if (taken !== undefined) return take(taken)
  if (path !== undefined)
    return open(
      path.split(".").filter((id) => id !== ""),
      found.classList.contains("follow") ? 0 : undefined,
    )
  if (to === "first" || to === "back" || to === "on" || to === "last") return go(to)
  if (expand !== undefined) return expandNext()
  const wanted = tabs.find((one) => one === tab)
  if (wanted !== undefined) return showTab(wanted)
  return perform({ kind: found.id === "copy" ? "copy" : "help" })
}

const listen = (): void => {
  document.addEventListener("click", ({ target }) =>
    attempt(() => (target instanceof Element ? clicked(target) : undefined)),
  )
  document.addEventListener("keydown", (event) => {
    const deed = deedOf(event)
    if (deed === undefined) return
    event.preventDefault()
    attempt(() => perform(deed))
  })
  document.addEventListener("input", ({ target }) => {
    if (target === parts.scrub) change({ at: Number(parts.scrub.value), chosen: 0, filter: "" })
    else if (target instanceof HTMLInputElement && target.id === "filter") change({ filter: target.value, chosen: 0 })
  })
  parts.instance.addEventListener("change", () => {
    const instance = session.instances.find(({ id }) => id === parts.instance.value)
    if (instance !== undefined) attempt(() => enter(instance, []))
  })
  globalThis.addEventListener("hashchange", () => attempt(begin))
  globalThis.addEventListener("resize", () => showTrace(parts.trace, session))
}

const begin = async (): Promise<void> => {
  const link = readLink(location.hash)
  const instance = session.instances.find(({ id }) => id === link?.instance) ?? session.instance
  await (link === undefined ? enter(instance, []) : enter(instance, link.path, link.at))
}

const start = async (): Promise<void> => {
  const instances = await source.instances()
  const [first] = instances
  if (first === undefined) return say(["there is no instance to show", ...source.remarks].join("\n"))
  parts.instance.append(...instances.map(({ id, title, name }) => h("option", { value: id }, `${title} · ${name}`)))
  const nothing = { path: [], states: [], at: 0, chosen: 0, filter: "", notice: "", graph: new Map() }
  session = { instances, instance: first, verdict: undefined, tab: "trace", ...nothing }
  listen()
  await begin()
}

attempt(start)
