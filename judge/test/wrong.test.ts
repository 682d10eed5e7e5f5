import { fileURLToPath } from "node:url"
import fc from "fast-check"
import { expect, onTestFinished, test } from "vitest"
import type { Consistency, judge } from "../src/index.ts"
import { copyWith, type Planted } from "./planted.ts"
import { questions } from "./reference/histories.ts"
import { verdictOf } from "./reference/reference.ts"

/** A judge that is wrong, and what it is wrong about. */
interface Wrong extends Planted {
  readonly judges: Consistency
  readonly wrong: string
}

/** Judges with one mistake each, so that each model is misjudged in one way and in the other. */
const wrongs: readonly Wrong[] = [
  {
    ...{ judges: "linearizable", wrong: "what ends as another begins counts as before it", file: "precedence.ts" },
    from: "next.end < begin",
    to: "next.end <= begin",
  },
  {
    ...{ judges: "linearizable", wrong: "what is pending has no effect", file: "models/one-order.ts" },
    from: "question.operations.map((operation, at) =>",
    to: 'question.operations.filter(({ outcome }) => outcome !== "pending").map((operation, at) =>',
  },
  {
    ...{ judges: "linearizable", wrong: "a read is foreseen from what began later", file: "models/linearizable.ts" },
    from: "other.begin <= operation.end",
    to: "other.begin < operation.begin",
  },
  {
    ...{ judges: "sequential", wrong: "a client's own order is free", file: "models/sequential.ts" },
    from: "sessions(question.operations)",
    to: "question.operations.map(() => [])",
  },
  {
    ...{ judges: "sequential", wrong: "real time counts", file: "models/sequential.ts" },
    from: "import { sessions }",
    to: "import { realTime as sessions }",
  },
  {
    ...{ judges: "causal", wrong: "one order must do for all", file: "models/causal.ts" },
    from: "return findCopies(question, meter)",
    to: 'return "none"',
  },
  {
    ...{ judges: "causal", wrong: "the weaker models do", file: "models/causal.ts" },
    from: "return findCopies(question, meter)",
    to: 'return "found"',
  },
  {
    ...{ judges: "read-your-writes", wrong: "own writes may come later", file: "models/read-your-writes.ts" },
    from: "observationOf(question, asked, own)",
    to: "observationOf(question, asked, [])",
  },
  {
    ...{ judges: "read-your-writes", wrong: "nothing of the others is seen", file: "models/read-your-writes.ts" },
    from: "operation.client !== asked.client",
    to: "operation.client !== asked.client && operation.call === asked.call",
  },
  {
    ...{ judges: "monotonic-reads", wrong: "each answer stands by itself", file: "models/monotonic-reads.ts" },
    from: "operation, seen)) - 1]",
    to: "operation, [])) - 1]",
  },
  {
    ...{ judges: "monotonic-reads", wrong: "an answer may see its own operation", file: "models/monotonic-reads.ts" },
    from: "isOwn ? seen : []",
    to: "[]",
  },
  {
    ...{ judges: "monotonic-writes", wrong: "writes may overtake each other", file: "models/monotonic-writes.ts" },
    from: "before === undefined ? [] : [before]",
    to: "before === -1 ? [before] : []",
  },
  {
    ...{ judges: "monotonic-writes", wrong: "a client sees what it does later", file: "models/monotonic-writes.ts" },
    from: "if (operation.client === asked.client && !isBefore) continue",
    to: "if (operation === asked && !isBefore) continue",
  },
  {
    ...{ judges: "convergent", wrong: "some changes may be lost", file: "models/convergent.ts" },
    from: "observationOf(question, one, all)",
    to: "observationOf(question, one, [])",
  },
  {
    ...{ judges: "convergent", wrong: "changes come in the order of their beginnings", file: "models/convergent.ts" },
    from: '"required", order[at] ?? []',
    to: '"required", at === 0 ? [] : [at - 1]',
  },
  {
    ...{ judges: "convergent", wrong: "reads count before the changes are over", file: "models/convergent.ts" },
    from: "isAnswered(one) ? one.end : Infinity",
    to: "isAnswered(one) ? one.begin : Infinity",
  },
]

const source = fileURLToPath(new URL("../src/", import.meta.url))
const scratch = fileURLToPath(new URL("../dist/", import.meta.url))

test.each(wrongs)("$judges, where $wrong: the reference disagrees", async ({ judges, ...planted }) => {
  const { url, remove } = copyWith(source, scratch, planted)
  onTestFinished(remove)
  const wrong: { readonly judge: typeof judge } = await import(url)
  const property = fc.property(
    questions,
    ([object, history]) => wrong.judge(history, object, judges).verdict === verdictOf(history, object, judges),
  )
  expect(fc.check(property, { numRuns: 2_000, endOnFailure: true }).failed).toBe(true)
})
