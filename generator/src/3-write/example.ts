import type { Shape } from "../1-read/shape.ts"
import type { Exchange, RoleSpec, Spec } from "../1-read/spec.ts"
import { type Layout, laidOut, listed } from "./layout.ts"
import { nodesOf } from "./cluster-test.ts"
import { faceName } from "./names.ts"
import { fieldAccess, givenField, literalText, quoted } from "./words.ts"

/** A value as a reader would write it; `null` where there is none that can be written without knowing more. */
const sampleOf = (shape: Shape): Layout | null => {
  switch (shape.kind) {
    case "boolean":
      return "true"
    case "integer":
      return "1"
    case "string":
      return quoted("a")
    case "null":
      return "null"
    case "literal":
      return literalText(shape.value)
    case "array":
      return "[]"
    case "list":
    case "set":
    case "map":
      return `${{ list: "List", set: "Set", map: "Map" }[shape.kind]}.of()`
    case "record":
      return sampleRecord(shape.fields)
    case "union":
      return shape.members.map(sampleOf).find((sample) => sample !== null) ?? null
    case "opaque":
      return `opaque(${quoted("a")})`
    default:
      return null
  }
}

const sampleRecord = (fields: readonly { readonly name: string; readonly shape: Shape }[]): Layout | null => {
  const samples = fields.map(({ name, shape }) => [name, sampleOf(shape)] as const)
  const items = samples.flatMap(([name, sample]): readonly Layout[] =>
    sample === null ? [] : [[`${givenField(name)}: `, sample]],
  )
  return items.length < fields.length ? null : listed("{ ", items, " }")
}

interface Example {
  readonly role: RoleSpec
  readonly call: Exchange
  readonly argument: Layout
}

/** The first call whose argument can be written down. */
const exampleOf = ({ roles }: Spec): Example | undefined =>
  roles
    .flatMap((role) =>
      role.calls.map((call) => ({ role, call, argument: call.parameter === null ? "" : sampleOf(call.argument) })),
    )
    .find((example): example is Example => example.argument !== null)

const fields = (items: readonly Layout[]): Layout => listed("{ ", items, " }")

const addressesOf = (spec: Spec): Layout => {
  let port = 7100
  return fields(
    spec.roles.map((role): Layout => [
      `${givenField(role.name)}: `,
      fields(nodesOf(role).map((name) => `${givenField(name)}: ${quoted(`127.0.0.1:${++port}`)}`)),
    ]),
  )
}

/** Each timer runs out well before the one above it, so that nobody takes them for the same. */
const durationOf = (at: number): string => {
  const least = Math.ceil(150 / 3 ** at)
  return `["${least} millis", "${2 * least} millis"]`
}

/** What every node is told; `answer` says how an activity gives its answer. */
const toldOf = (spec: Spec, role: RoleSpec, answer: (sample: Layout) => Layout): readonly Layout[] => {
  const timers = role.timers.map((name, at) => `${givenField(name)}: ${durationOf(at)}`)
  const activities = role.activities.map(({ name, answer: shape }): Layout => [
    `${givenField(name)}: `,
    answer(sampleOf(shape) ?? "null as never"),
  ])
  return [
    `self: ${quoted(nodesOf(role)[0] ?? role.name)}`,
    ["nodes: ", addressesOf(spec)],
    ...(timers.length === 0 ? [] : [["timers: ", fields(timers)]]),
    ...(activities.length === 0 ? [] : [["activities: ", fields(activities)]]),
  ]
}

/** Every item on a line of its own. */
const opened = (start: string, items: readonly Layout[], end: string): readonly string[] => [
  start,
  ...items.map((item) => `  ${laidOut(item, "  ", 2, 1)},`),
  end,
]

const runtimeImport = (text: string, words: readonly string[]): string => {
  const used = ["List", "Map", "Set", "opaque"].filter((word) => new RegExp(`\\b${word}[.(]`).test(text))
  return `import { ${[...words, ...used].toSorted().join(", ")} } from "@lockstep/runtime"`
}

const asserted = (sample: Layout): Layout => ["(", sample, " as const)"]

const isConstant = (sample: Layout): boolean => laidOut(sample, "", -1_000_000).startsWith('"')

const promised = (sample: Layout): Layout => [
  "async () => ",
  isConstant(sample) ? asserted(sample) : ["(", sample, ")"],
]

const succeeding = (sample: Layout): Layout => [
  "() => Effect.succeed(",
  isConstant(sample) ? [sample, " as const"] : sample,
  ")",
]

const promiseExample = (spec: Spec, { role, call, argument }: Example, index: string): readonly string[] => {
  const face = faceName(spec, role)
  const lines = [
    ...opened(
      `const node = await open${face}({`,
      [...toldOf(spec, role, promised), `data: ${quoted(`data/${role.name}`)}`],
      "})",
    ),
    "try {",
    `  console.log("answer", await ${laidOut([`${fieldAccess("node", call.name)}(`, argument, ")"])})`,
    "} catch (error) {",
    "  if (!(error instanceof Rejected || error instanceof TimedOut)) throw error",
    "  console.log(error.message)",
    "} finally {",
    "  await node.close()",
    "}",
  ]
  return [
    runtimeImport(lines.join("\n"), ["Rejected", "TimedOut"]),
    `import { open${face} } from ${quoted(index)}`,
    "",
    ...lines,
  ]
}

const effectExample = (spec: Spec, { role, call, argument }: Example, index: string): readonly string[] => {
  const face = faceName(spec, role)
  const lines = [
    ...opened(
      `const live = ${face}.layer({`,
      toldOf(spec, role, succeeding),
      `}).pipe(Layer.provide([Tcp.layer, Wal.layer(${quoted(`data/${role.name}`)})]))`,
    ),
    "",
    "const program = Effect.gen(function* () {",
    `  const node = yield* ${face}`,
    `  yield* Effect.log("answer", yield* ${laidOut([`${fieldAccess("node", call.name)}(`, argument, ")"])})`,
    '}).pipe(Effect.catchTag(["Rejected", "TimedOut"], (error) => Effect.log(error.message)))',
    "",
    "await Effect.runPromise(Effect.provide(program, live))",
  ]
  return [
    'import { Effect, Layer } from "effect"',
    runtimeImport(lines.join("\n"), ["Tcp", "Wal"]),
    `import { ${face} } from ${quoted(index)}`,
    "",
    ...lines,
  ]
}

const block = (lines: readonly string[]): readonly string[] => ["```ts", ...lines, "```"]

/** How a node is started and asked something, with effects and with promises; `index` is what is imported for it. */
export const exampleText = (spec: Spec, index: string): readonly string[] => {
  const example = exampleOf(spec)
  if (example === undefined) return []
  return [
    "## Use",
    "",
    `A node of ${example.role.name} as an Effect service:`,
    "",
    ...block(effectExample(spec, example, index)),
    "",
    "The same for a service that does not use Effect:",
    "",
    ...block(promiseExample(spec, example, index)),
    "",
    "The durations only show the form: how long timers run, and which before which, is for the deployment to say.",
    "",
  ]
}
