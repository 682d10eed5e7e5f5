import type { Vacuous } from "../check/outcome.ts"

/** What is said of a kind of handler that makes a run vacuous. */
interface Words {
  readonly code: string
  /** What is tested of each handler. */
  readonly demand: string
  readonly text: string
  /** What to do about one, and about several. */
  readonly fix: string
  readonly fixAll: string
}

export const vacuousWords: { readonly [Kind in Vacuous["kind"]]: Words } = {
  dead: {
    code: "dead-handler",
    demand: "every handler does something",
    text: "never did anything in any instance",
    fix: "Add an instance that reaches it, or remove it.",
    fixAll: "add an instance that reaches them, or remove them",
  },
  unanswered: {
    code: "unanswered-call",
    demand: "every call is answered",
    text: "never had an answer in any instance",
    fix: "Reply to it or reject it, or add an instance in which that happens.",
    fixAll: "reply to them or reject them, or add an instance in which that happens",
  },
}

/** What makes a run vacuous, kind by kind. */
export const byKind = (all: readonly Vacuous[]): readonly (readonly [Vacuous["kind"], readonly Vacuous[]])[] => [
  ...Map.groupBy(all, ({ kind }) => kind),
]
