import type { RoleSpec, Spec } from "../1-read/spec.ts"
import type { UnitFinder } from "./find-unit.ts"
import { importsText } from "./imports.ts"
import { indented, laidOut, listed } from "./layout.ts"
import type { Names } from "./names.ts"
import { definitionOf, type Origin, roleConstant } from "./step.ts"
import type { MessagesUnit } from "./units.ts"
import { givenField, quoted } from "./words.ts"

/** What a library says of itself. */
export interface Identity {
  readonly specHash: string
  readonly version: string
}

/** Who says what to a role that hears several others: a number tells whose message it is. */
const joinedText = (role: RoleSpec, heard: readonly MessagesUnit[], names: Names): string => {
  const types = heard.map((unit) => names.ofUnit(unit)).join(" | ")
  const seen = new Set<string>()
  const encodeCases = heard.flatMap((unit, at) => {
    const own = unit.messages.filter(({ type }) => !seen.has(type))
    for (const { type } of own) seen.add(type)
    if (own.length === 0) return []
    return [
      ...own.map(({ type }) => `case ${quoted(type)}:`),
      ...indented([`writer.variant(${at})`, `return codec.${unit.name}.encode(writer, value)`]),
    ]
  })
  return [
    `/** The messages that ${role.name} hear, whoever says them. */`,
    `const ${roleConstant(role)}Messages: Codec<${types}> = {`,
    ...indented([
      "encode(writer, value) {",
      ...indented([
        "switch (value.type) {",
        ...indented([...encodeCases, "default:", `  return writer.unlike(${quoted(role.name)})`]),
        "}",
      ]),
      "},",
      "decode(reader) {",
      ...indented([
        `switch (reader.variantOf(${heard.length})) {`,
        ...indented([
          ...heard.flatMap((unit, at) => [`case ${at}:`, `  return codec.${unit.name}.decode(reader)`]),
          "default:",
          "  return reader.unknownVariant()",
        ]),
        "}",
      ]),
      "},",
    ]),
    "}",
  ].join("\n")
}

const messagesOf = (role: RoleSpec, heard: readonly MessagesUnit[]): string => {
  const [only] = heard
  if (only === undefined) return "noMessages"
  return `untypedMessages(${heard.length === 1 ? `codec.${only.name}` : `${roleConstant(role)}Messages`})`
}

const block = (name: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [`${name}: {},`] : [`${name}: {`, ...indented(lines), "},"]

/** The two codecs of a call or an activity. */
const codecPair = (name: string, ...codecs: readonly (readonly [word: string, codec: string])[]): string => {
  const items = codecs.map(([word, codec]) => `${word}: untyped(codec.${codec})`)
  return `${laidOut([`${name}: `, listed("{ ", items, " }"), ","], "    ", 4)}`
}

const roleText = (role: RoleSpec, units: UnitFinder, origin: Origin): string => {
  const own = roleConstant(role)
  const constant = definitionOf(origin, role)
  const initial = `${own}Initial`
  const kept = role.durable.map((field) => `${givenField(field)}: ${fieldAccessOf("durable", field)},`)
  const restored =
    kept.length === 0
      ? [`restored: ${initial},`]
      : ["restored: (place, durable) => ({", ...indented([`...${initial}(place),`, ...kept]), "}),"]
  return [
    `const ${initial} = initialOf(${constant})`,
    "",
    `const ${own}Role: RoleLibrary = {`,
    ...indented([
      `name: ${quoted(role.name)},`,
      `initial: ${initial},`,
      ...restored,
      `step: ${own}Step,`,
      laidOut(["timers: ", listed("[", role.timers.map(quoted), "]"), ","], "  ", 2),
      `runningTimers: ${own}RunningTimers,`,
      `majorityOf: ${role.majorityOf === null ? "null" : quoted(role.majorityOf)},`,
      `durable: ${own}Journal,`,
      `messages: ${messagesOf(role, units.messages(role))},`,
      ...block(
        "calls",
        role.calls.map(({ name }) =>
          codecPair(
            givenField(name),
            ["argument", units.said(role, name, `The argument of the call ${name}.`)],
            ["answer", units.said(role, name, `The answer to the call ${name}.`)],
          ),
        ),
      ),
      ...block(
        "activities",
        role.activities.map(({ name }) =>
          codecPair(
            givenField(name),
            ["request", units.said(role, name, `The request of the activity ${name}.`)],
            ["answer", units.said(role, name, `The result of the activity ${name}.`)],
          ),
        ),
      ),
      ...block(
        "views",
        role.views.map(({ name }) => {
          const view = name.slice("views.".length)
          return `${givenField(view)}: viewOf(${constant}, ${quoted(view)}),`
        }),
      ),
    ]),
    "}",
  ].join("\n")
}

/** A field of a state whose type is lost. */
const fieldAccessOf = (value: string, field: string): string => `${value}[${quoted(field)}]`

/** Writes what the runtime takes. */
export const writeLibrary = (
  spec: Spec,
  units: UnitFinder,
  names: Names,
  origin: Origin,
  { specHash, version }: Identity,
): string => {
  const joined = spec.roles
    .map((role) => [role, units.messages(role)] as const)
    .filter(([, heard]) => heard.length > 1)
    .map(([role, heard]) => joinedText(role, heard, names))
  const roles = spec.roles.map((role) => `${givenField(role.name)}: ${roleConstant(role)}Role,`)
  const text = [
    ...joined,
    ...spec.roles.map((role) => roleText(role, units, origin)),
    [
      `/** ${spec.comment === "" ? `The protocol ${spec.name}, as a node of the runtime takes it.` : spec.comment} */`,
      "export const library: ProtocolLibrary = {",
      ...indented([
        `name: ${quoted(spec.name)},`,
        `specHash: ${quoted(specHash)},`,
        `version: ${quoted(version)},`,
        ...block("roles", roles),
      ]),
      "}",
    ].join("\n"),
  ].join("\n\n")
  const constants = spec.roles.map((role) => roleConstant(role))
  const heard = spec.roles.flatMap((role) => units.messages(role))
  const imports = importsText(text, [
    {
      from: "@lockstep/runtime",
      types: ["Codec", "ProtocolLibrary", "RoleLibrary"],
      values: ["initialOf", "noMessages", "untyped", "untypedMessages", "viewOf"],
    },
    { from: `./codec${origin.extension}`, all: "codec" },
    { from: `./durable${origin.extension}`, types: [], values: constants.map((name) => `${name}Journal`) },
    { from: `./protocol${origin.extension}`, all: "protocol" },
    {
      from: `./step${origin.extension}`,
      types: [],
      values: constants.flatMap((name) => [`${name}RunningTimers`, `${name}Step`]),
    },
    { from: `./types${origin.extension}`, types: heard.map((unit) => names.ofUnit(unit)), values: [] },
  ])
  return `${imports}\n\n${text}\n`
}
