import type { AnyModel } from "@lockstep/language"
import type { Instance } from "../load/models.ts"
import type { Locator } from "../source/locate.ts"
import { counted } from "./amounts.ts"
import { paint } from "./paint.ts"
import { flow, wrap } from "./wrap.ts"

const networks = {
  bag: "messages in any order",
  fifo: "messages in order",
  set: "messages late, twice or never",
} as const

/** Some call a role by what one node is, others by what all are. */
const countedRole = (count: number, role: string): string => {
  const one = role.replace(/([^su])s$/, "$1")
  return counted(count, one, role.endsWith("s") ? role : `${role}s`)
}

const network = ({ network: { kind, loss, duplication, reordering } = { kind: "bag" } }: AnyModel): string[] => [
  networks[kind],
  ...(loss ? [`${counted(loss, "loss", "losses")}`] : []),
  ...(duplication ? [counted(duplication, "duplicate")] : []),
  ...(reordering ? [counted(reordering, "overtaking", "overtakings")] : []),
]

const faults = ({ crashes }: AnyModel): string[] => {
  if (crashes === undefined || crashes.budget === 0) return []
  const what =
    crashes.afterwards === "restart" ? counted(crashes.budget, "crash", "crashes") : counted(crashes.budget, "stop")
  return [`at most ${what}${crashes.of === undefined ? "" : ` of ${crashes.of.join(", ")}`}`]
}

const protocolBounds = (model: AnyModel): string[] => [
  ...Object.entries(model.nodes).map(([role, count]) => countedRole(count, role)),
  ...network(model),
  ...faults(model),
  ...(model.clocks ? [`clocks to ${model.clocks.until}, ${model.clocks.skew} apart`] : []),
  ...(model.clients?.length ? [counted(model.clients.length, "caller")] : []),
  ...(model.symmetry?.nodes?.length ? [`${model.symmetry.nodes.join(", ")} interchangeable`] : []),
]

/** What bounds an instance, in few words each. */
export const bounds = ({ model }: Instance): string[] =>
  model.kind === "model" ? protocolBounds(model) : [counted(Object.keys(model.actions).length, "action")]

/** What is checked, and what its author says about it. */
export const headerLines = (instance: Instance, locator: Locator, width: number): string[] => {
  const comment = locator.instance(instance)?.comment
  const names = instance.title === instance.name ? [] : [instance.name]
  const { title } = instance
  const [first = "", ...more] = flow([title, ...names, ...bounds(instance)], width - 2, " · ")
  return [
    paint("bold", title) + first.slice(title.length),
    ...more.map((line) => `  ${line}`),
    ...(comment === undefined ? [] : wrap(comment, width).map((line) => paint("dim", line))),
  ]
}
