import type { Handler, RoleSpec, Spec } from "../1-read/spec.ts"
import { type ImportOf, importsText } from "./imports.ts"
import { indented, laidOut, listed } from "./layout.ts"
import { placeText } from "./source.ts"
import { camel, declaredField, pascal, quoted } from "./words.ts"

/** What the emitted files say of where they come from. */
export interface Origin {
  /** The folder that paths start from. */
  readonly root: string
  /** How files name each other. */
  readonly extension: string
  /** The constant in `protocol.ts` that each role is, by name. */
  readonly constants: ReadonlyMap<string, string>
}

/** The role as the spec defines it. */
export const definitionOf = ({ constants }: Origin, { name }: RoleSpec): string =>
  `protocol.${constants.get(name) ?? name}`

/** A handler that `step` calls, under a name of its own. */
interface Entry {
  readonly constant: string
  /** The input's own name: `Vote`, `election`, `submit`. */
  readonly name: string
  readonly found: string
  readonly handler: Handler
}

const partOf = ({ name }: Handler, section: string): string => name.slice(section.length + 1)

interface Section {
  readonly section: "on" | "calls" | "results"
  readonly finder: string
}

const sections: readonly Section[] = [
  { section: "on", finder: "messageHandler" },
  { section: "calls", finder: "callHandler" },
  { section: "results", finder: "resultHandler" },
]

/** Names that a role's functions get: `serversOnVote`. */
export const roleConstant = (role: RoleSpec, ...words: readonly string[]): string =>
  camel([role.name, ...words].map(pascal).join(""))

const entriesOf = (role: RoleSpec, constant: string, { section, finder }: Section): readonly Entry[] =>
  role.handlers
    .filter(({ name }) => name.startsWith(`${section}.`))
    .map((handler) => {
      const name = partOf(handler, section)
      return {
        constant: roleConstant(role, section, name),
        name,
        found: `${finder}(${constant}, ${quoted(name)})`,
        handler,
      }
    })

const timerEntries = (role: RoleSpec, constant: string): readonly Entry[] =>
  role.handlers
    .filter(({ name }) => name.startsWith("timers.") && name.endsWith(".fire"))
    .map((handler) => {
      const name = partOf(handler, "timers").replace(/\.fire$/, "")
      return {
        constant: roleConstant(role, "timers", name),
        name,
        found: `timerHandlers(${constant}, ${quoted(name)})`,
        handler,
      }
    })

const plainEntry = (role: RoleSpec, constant: string, name: "start" | "recover"): readonly Entry[] => {
  const handler = role[name]
  return handler === null
    ? []
    : [{ constant: roleConstant(role, name), name, found: `${name}Handler(${constant})`, handler }]
}

/** The numbers of the inputs of one kind: a step switches on integers. */
const tagsText = (role: RoleSpec, section: string, entries: readonly Entry[]): readonly string[] => {
  if (entries.length === 0) return []
  const fields = entries.map(({ name }, at) => `${name === "__proto__" ? `["__proto__"]` : declaredField(name)}: ${at}`)
  const name = roleConstant(role, section, "tags")
  return [laidOut([`const ${name}: { readonly [name: string]: number } = `, listed("{ ", fields, " }")])]
}

const cases = (entries: readonly Entry[], origin: Origin, call: (entry: Entry) => string): readonly string[] =>
  entries.flatMap((entry, at) => [
    `// ${placeText(origin.root, entry.handler.at)}`,
    `case ${at}:`,
    `  return outcomeOf(state, ${call(entry)})`,
  ])

interface Kind {
  readonly kind: string
  /** What is taken from the input. */
  readonly taken: string
  /** What the context has besides. */
  readonly context: readonly string[]
  readonly tag: string
  readonly call: (entry: Entry) => string
}

const switched = (
  role: RoleSpec,
  section: string,
  entries: readonly Entry[],
  origin: Origin,
  { kind, taken, context, tag, call }: Kind,
): readonly string[] => {
  if (entries.length === 0) return []
  const around = ["self", "peers", "nodes", "now", "pick", ...context].join(", ")
  return [
    `case ${quoted(kind)}: {`,
    ...indented([
      `const ${taken} = input`,
      `const context = { ${around} }`,
      `switch (${roleConstant(role, section, "tags")}[${tag}]) {`,
      ...indented([...cases(entries, origin, call), "default:", "  return noHandler(input)"]),
      "}",
    ]),
    "}",
  ]
}

const plainCase = (name: string, entries: readonly Entry[], origin: Origin): readonly string[] => {
  const [entry] = entries
  if (entry === undefined) return [`case ${quoted(name)}:`, "  return outcomeOf(state, state)"]
  return [
    `// ${placeText(origin.root, entry.handler.at)}`,
    `case ${quoted(name)}:`,
    `  return outcomeOf(state, ${entry.constant}(state, { self, peers, nodes, now, pick }))`,
  ]
}

const messageKind: Kind = {
  kind: "message",
  taken: "{ from, message }",
  context: ["from"],
  tag: "message.type",
  call: ({ constant }) => `${constant}(state, message, context)`,
}
const timerKind: Kind = {
  kind: "timer",
  taken: "{ timer }",
  context: [],
  tag: "timer",
  call: ({ constant }) => `${constant}.fire(state, context)`,
}
const callKind: Kind = {
  kind: "call",
  taken: "{ name, argument, call }",
  context: ["call"],
  tag: "name",
  call: ({ constant }) => `${constant}(state, argument, context)`,
}
const resultKind: Kind = {
  kind: "result",
  taken: "{ activity, key, request, result }",
  context: ["request", "key"],
  tag: "activity",
  call: ({ constant }) => `${constant}(state, result, context)`,
}

const timersText = (role: RoleSpec, timers: readonly Entry[]): string => {
  const name = `${roleConstant(role)}RunningTimers`
  const type = "(state: AnyState, place: AnyPlace, now: number) => readonly string[]"
  const head = `/** The timers of ${role.name} that run in a state. */\n`
  if (timers.length === 0) return `${head}export const ${name}: ${type} = () => []`
  return [
    `${head}export const ${name} = (state: AnyState, place: AnyPlace, now: number): readonly string[] => {`,
    ...indented([
      "const { self, peers, nodes } = place",
      "const context = { self, peers, nodes, now }",
      "const running: string[] = []",
      ...timers.map(({ constant, name }) => `if (${constant}.while(state, context)) running.push(${quoted(name)})`),
      "return running",
    ]),
    "}",
  ].join("\n")
}

const stepText = (role: RoleSpec, origin: Origin): readonly string[] => {
  const constant = definitionOf(origin, role)
  const [on = [], calls = [], results = []] = sections.map((section) => entriesOf(role, constant, section))
  const timers = timerEntries(role, constant)
  const start = plainEntry(role, constant, "start")
  const recover = plainEntry(role, constant, "recover")
  const all = [...start, ...recover, ...on, ...timers, ...calls, ...results]
  const inner = [
    ...plainCase("start", start, origin),
    ...plainCase("recover", recover, origin),
    ...switched(role, "on", on, origin, messageKind),
    ...switched(role, "timers", timers, origin, timerKind),
    ...switched(role, "calls", calls, origin, callKind),
    ...switched(role, "results", results, origin, resultKind),
  ]
  const isWhole = [on, timers, calls, results].every(({ length }) => length > 0)
  const body = [
    ...(all.length === 0 ? [] : ["const { place, now, pick } = situation", "const { self, peers, nodes } = place"]),
    "switch (input.kind) {",
    ...indented([...inner, ...(isWhole ? [] : ["default:", "  return noHandler(input)"])]),
    "}",
  ]
  const situation = all.length === 0 ? "_situation" : "situation"
  return [
    all.map((entry) => `const ${entry.constant} = ${entry.found}`).join("\n"),
    [
      ...tagsText(role, "on", on),
      ...tagsText(role, "timers", timers),
      ...tagsText(role, "calls", calls),
      ...tagsText(role, "results", results),
    ].join("\n"),
    [
      `/** One atomic step of ${role.name}. */`,
      laidOut([
        `export const ${roleConstant(role)}Step = `,
        listed("(", ["state: AnyState", "input: Input", `${situation}: Situation`], ")"),
        ": Outcome | Fault => {",
      ]),
      ...indented(body),
      "}",
    ].join("\n"),
    timersText(role, timers),
  ].filter((text) => text !== "")
}

/** Writes what each role does with each input. */
export const writeStep = (spec: Spec, origin: Origin): string => {
  const text = spec.roles.flatMap((role) => stepText(role, origin)).join("\n\n")
  const imports: readonly ImportOf[] = [
    {
      from: "@lockstep/runtime",
      types: ["AnyPlace", "AnyState", "Fault", "Input", "Outcome", "Situation"],
      values: [
        "callHandler",
        "messageHandler",
        "noHandler",
        "outcomeOf",
        "recoverHandler",
        "resultHandler",
        "startHandler",
        "timerHandlers",
      ],
    },
    { from: `./protocol${origin.extension}`, all: "protocol" },
  ]
  return `${importsText(text, imports)}\n\n${text}\n`
}
