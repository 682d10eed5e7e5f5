import type { RoleSpec, Spec } from "../1-read/spec.ts"
import type { UnitFinder } from "./find-unit.ts"
import { importsText } from "./imports.ts"
import { indented, laidOut, listed } from "./layout.ts"
import type { Names } from "./names.ts"
import { type Leaf, leavesOf } from "./shapes.ts"
import { type Origin, roleConstant } from "./step.ts"
import { fieldAccess, givenField, pascal, quoted } from "./words.ts"

/** So many fields share one number that says which of them changed. */
const fieldsInNumber = 30

/** How the journal treats one durable field, or one of a record in it. */
interface DurableField {
  readonly path: readonly string[]
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

const codecsOf = (role: RoleSpec, { path, shape }: Leaf, units: UnitFinder): readonly string[] => {
  switch (shape.kind) {
    case "list":
    case "set":
      return [`codec.${units.part(role, ...path, "item")}`]
    case "map":
      return [`codec.${units.part(role, ...path, "key")}`, `codec.${units.part(role, ...path, "value")}`]
    default:
      return [`codec.${units.part(role, ...path)}`]
  }
}

/** What a field is after a delta: as before, or as the delta says. */
const reading = (
  path: readonly string[],
  isKept: string,
  before: string,
  read: string,
): Pick<DurableField, "read" | "readBroken"> => {
  const name = givenField(path.at(-1) ?? "")
  return {
    read: `${name}: ${isKept} ? ${before} : ${read},`,
    readBroken: [`${name}:`, ...indented([isKept, ...indented([`? ${before}`, `: ${read},`])])],
  }
}

/** How far lines may go that stand so deep. */
const roomForField = 116
const roomForLine = 116

const fieldOf = (role: RoleSpec, leaf: Leaf, plain: string, at: number, units: UnitFinder): DurableField => {
  const { path, shape } = leaf
  const before = path.reduce(fieldAccess, "before")
  const after = path.reduce(fieldAccess, "after")
  const codecs = codecsOf(role, leaf, units).join(", ")
  const bit = `(which${Math.floor(at / fieldsInNumber)} & ${2 ** (at % fieldsInNumber)}) === 0`
  if (shape.kind === "list" || shape.kind === "set" || shape.kind === "map") {
    const kind = collections[shape.kind]
    const local = `changeOf${plain}`
    const read = `read${kind}Change(reader, ${codecs}, ${before})`
    return {
      path,
      local,
      ...reading(path, bit, before, read),
      found: `${shape.kind}Change(${before}, ${after})`,
      isChanged: `${local} !== null`,
      write: `write${kind}Change(writer, ${codecs}, ${local})`,
    }
  }
  const local = `has${plain}Changed`
  return {
    path,
    local,
    ...reading(path, bit, before, `${codecs}.decode(reader)`),
    found: `changed(${before}, ${after})`,
    isChanged: local,
    write: `${codecs}.encode(writer, ${after})`,
  }
}

const numbered = (fields: readonly DurableField[]): readonly (readonly DurableField[])[] =>
  Array.from({ length: Math.ceil(fields.length / fieldsInNumber) }, (_, at) =>
    fields.slice(at * fieldsInNumber, (at + 1) * fieldsInNumber),
  )

/** `const which0 = ...`: a bit for each field that has changed. */
const bitsText = (fields: readonly DurableField[], at: number): readonly string[] => {
  const [only, ...others] = fields
  if (only !== undefined && others.length === 0) return [`const which${at} = ${only.isChanged} ? 1 : 0`]
  const bits = fields.map(({ isChanged }, bit) => `(${isChanged} ? ${2 ** bit} : 0)`)
  const line = `const which${at} = ${bits.join(" | ")}`
  if (line.length <= roomForLine) return [line]
  return [`const which${at} =`, ...indented(bits.map((bit, index) => (index + 1 < bits.length ? `${bit} |` : bit)))]
}

const deltaText = (fields: readonly DurableField[]): readonly string[] => [
  "writeDelta(writer, before, after) {",
  ...indented([
    ...fields.map(({ local, found }) => `const ${local} = ${found}`),
    ...numbered(fields).flatMap(bitsText),
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

/** The fields of a state, or of a record in it, after a delta. */
const replayedFields = (fields: readonly DurableField[], depth: number): readonly string[] => {
  const names = [...new Set(fields.map(({ path }) => path[depth] ?? ""))]
  return names.flatMap((name) => {
    const own = fields.filter(({ path }) => path[depth] === name)
    const around = own.flatMap(({ path }) => (path.length > depth + 1 ? [path.slice(0, depth + 1)] : []))[0]
    if (around !== undefined)
      return [
        `${givenField(name)}: {`,
        ...indented([`...${around.reduce(fieldAccess, "before")},`, ...replayedFields(own, depth + 1)]),
        "},",
      ]
    return own.flatMap(({ read, readBroken }) => (read.length + 2 * depth > roomForField - 2 ? readBroken : [read]))
  })
}

const replayText = (fields: readonly DurableField[]): readonly string[] => [
  "readDelta(reader, before) {",
  ...indented([
    ...numbered(fields).map((_, at) => `const which${at} = reader.size()`),
    "return {",
    ...indented(["...before,", ...replayedFields(fields, 0)]),
    "}",
  ]),
  "},",
]

const roleText = (role: RoleSpec, units: UnitFinder, names: Names): string => {
  const unit = units.durable(role)
  const head = `/** What of ${role.name} survives a crash, and how the journal tells what a step did to it. */\nexport const ${roleConstant(role)}Journal: Durable = `
  if (unit === undefined) return `${head}nothingDurable`
  const leaves = unit.fields.flatMap((field) => leavesOf(field))
  const plains = leaves.map(({ path }) => path.map(pascal).join(""))
  const fields = leaves.map((leaf, at) => {
    const plain = plains[at] ?? ""
    return fieldOf(role, leaf, plains.indexOf(plain) === at ? plain : plain + at, at, units)
  })
  const names_ = laidOut([
    "  fields: ",
    listed(
      "[",
      unit.fields.map(({ name }) => quoted(name)),
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
