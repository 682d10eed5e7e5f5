import type { Field } from "../1-read/shape.ts"
import type { RoleSpec, Spec } from "../1-read/spec.ts"
import type { UnitFinder } from "./find-unit.ts"
import { importsText } from "./imports.ts"
import { indented, laidOut, listed } from "./layout.ts"
import type { Names } from "./names.ts"
import { type Origin, roleConstant } from "./step.ts"
import { fieldAccess, givenField, pascal, quoted } from "./words.ts"

/** So many fields share one number that says which of them changed. */
const fieldsInNumber = 30

/** How the journal treats one durable field. */
interface DurableField {
  readonly name: string
  readonly local: string
  /** What is asked before anything is written; its value tells whether the field changed. */
  readonly found: string
  readonly isChanged: string
  readonly write: string
  readonly read: string
  /** The same on lines of its own. */
  readonly readBroken: readonly string[]
}

const collections = { list: "List", set: "Set", map: "Map" } as const

const codecsOf = (role: RoleSpec, { name, shape }: Field, units: UnitFinder): readonly string[] => {
  switch (shape.kind) {
    case "list":
    case "set":
      return [`codec.${units.part(role, name, "item")}`]
    case "map":
      return [`codec.${units.part(role, name, "key")}`, `codec.${units.part(role, name, "value")}`]
    default:
      return [`codec.${units.part(role, name)}`]
  }
}

/** What a field is after a delta: as before, or as the delta says. */
const reading = (
  name: string,
  isKept: string,
  before: string,
  read: string,
): Pick<DurableField, "read" | "readBroken"> => ({
  read: `${givenField(name)}: ${isKept} ? ${before} : ${read},`,
  readBroken: [`${givenField(name)}:`, ...indented([isKept, ...indented([`? ${before}`, `: ${read},`])])],
})

/** How far lines may go that stand so deep. */
const roomForField = 114
const roomForLine = 116

const fieldOf = (role: RoleSpec, field: Field, at: number, units: UnitFinder): DurableField => {
  const { name, shape } = field
  const before = fieldAccess("before", name)
  const after = fieldAccess("after", name)
  const codecs = codecsOf(role, field, units).join(", ")
  const plain = pascal(name)
  const bit = `(which${Math.floor(at / fieldsInNumber)} & ${2 ** (at % fieldsInNumber)}) === 0`
  if (shape.kind === "list" || shape.kind === "set" || shape.kind === "map") {
    const kind = collections[shape.kind]
    const local = `changeOf${plain}`
    const read = `read${kind}Change(reader, ${codecs}, ${before})`
    return {
      name,
      local,
      ...reading(name, bit, before, read),
      found: `${shape.kind}Change(${before}, ${after})`,
      isChanged: `${local} !== null`,
      write: `write${kind}Change(writer, ${codecs}, ${local})`,
    }
  }
  const local = `has${plain}Changed`
  return {
    name,
    local,
    ...reading(name, bit, before, `${codecs}.decode(reader)`),
    found: `changed(${before}, ${after})`,
    isChanged: local,
    write: `${codecs}.encode(writer, ${after})`,
  }
}

const numbered = (fields: readonly DurableField[]): readonly (readonly DurableField[])[] =>
  Array.from({ length: Math.ceil(fields.length / fieldsInNumber) }, (_, at) =>
    fields.slice(at * fieldsInNumber, (at + 1) * fieldsInNumber),
  )

const bits = (fields: readonly DurableField[]): string =>
  fields.length === 1
    ? fields.map(({ isChanged }) => `${isChanged} ? 1 : 0`).join("")
    : fields.map(({ isChanged }, at) => `(${isChanged} ? ${2 ** at} : 0)`).join(" | ")

const deltaText = (fields: readonly DurableField[]): readonly string[] => [
  "writeDelta(writer, before, after) {",
  ...indented([
    ...fields.map(({ local, found }) => `const ${local} = ${found}`),
    ...numbered(fields).map((some, at) => `const which${at} = ${bits(some)}`),
    `if (${numbered(fields)
      .map((_, at) => `which${at} === 0`)
      .join(" && ")}) return false`,
    ...numbered(fields).map((_, at) => `writer.size(which${at})`),
    ...fields.flatMap(({ isChanged, write }) => {
      const line = `if (${isChanged}) ${write}`
      return line.length > roomForLine ? [`if (${isChanged})`, `  ${write}`] : [line]
    }),
    "return true",
  ]),
  "},",
]

const replayText = (fields: readonly DurableField[]): readonly string[] => [
  "readDelta(reader, before) {",
  ...indented([
    ...numbered(fields).map((_, at) => `const which${at} = reader.size()`),
    "return {",
    ...indented([
      "...before,",
      ...fields.flatMap(({ read, readBroken }) => (read.length > roomForField ? readBroken : [read])),
    ]),
    "}",
  ]),
  "},",
]

const roleText = (role: RoleSpec, units: UnitFinder, names: Names): string => {
  const unit = units.durable(role)
  const head = `/** What of ${role.name} survives a crash, and how the journal tells what a step did to it. */\nexport const ${roleConstant(role)}Journal: Durable = `
  if (unit === undefined) return `${head}nothingDurable`
  const fields = unit.fields.map((field, at) => fieldOf(role, field, at, units))
  const names_ = laidOut([
    "  fields: ",
    listed(
      "[",
      fields.map(({ name }) => quoted(name)),
      "]",
    ),
    ",",
  ])
  return [
    `${head}durable<${names.ofUnit(unit)}>({`,
    names_,
    `  snapshot: codec.${unit.name},`,
    ...indented([...deltaText(fields), ...replayText(fields)]),
    "})",
  ].join("\n")
}

/** Writes how each role's durable state is kept: whole, and step by step. */
export const writeDurable = (spec: Spec, units: UnitFinder, names: Names, origin: Origin): string => {
  const text = spec.roles.map((role) => roleText(role, units, names)).join("\n\n")
  const types = spec.roles.flatMap((role) => {
    const unit = units.durable(role)
    return unit === undefined ? [] : [names.ofUnit(unit)]
  })
  const kinds = ["list", "set", "map"]
  const imports = importsText(text, [
    {
      from: "@lockstep/runtime",
      types: ["Durable"],
      values: [
        "changed",
        "durable",
        "nothingDurable",
        ...kinds.map((kind) => `${kind}Change`),
        ...kinds.flatMap((kind) => [`read${pascal(kind)}Change`, `write${pascal(kind)}Change`]),
      ],
    },
    { from: `./codec${origin.extension}`, all: "codec" },
    { from: `./types${origin.extension}`, types, values: [] },
  ])
  return `${imports}\n\n${text}\n`
}
