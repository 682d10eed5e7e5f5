import type { Shape } from "../1-read/shape.ts"
import type { RoleSpec, Spec } from "../1-read/spec.ts"
import { arbitraryLayout } from "./arbitrary.ts"
import { clusterTest } from "./cluster-test.ts"
import { importsText } from "./imports.ts"
import { indented, laidOut } from "./layout.ts"
import { clusterName } from "./service.ts"
import { type Origin, roleConstant } from "./step.ts"
import { fieldAccess, givenField, quoted } from "./words.ts"

const words = {
  integer: "const integer = fc.maxSafeInteger()",
  text: "const text = fc.string({ maxLength: 20 })",
  record: `const record = (fields: { readonly [field: string]: fc.Arbitrary<unknown> }): fc.Arbitrary<Fields> =>
  fc.record<Fields>({ ...fields }, { noNullPrototype: true })`,
}

/** The words for values that a text uses. */
const wordsIn = (text: string): string =>
  Object.entries(words)
    .filter(([word]) => new RegExp(`\\b${word}\\b(?!["'])`).test(text))
    .map(([, declaration]) => declaration)
    .join("\n")

const machinery = [
  `interface Fields {
  readonly [field: string]: unknown
}

const writer = new Writer()
const reader = new Reader()`,
  `const roleOf = (name: string): RoleLibrary => {
  const role = library.roles[name]
  if (role === undefined) throw new Error(\`there is no role \${name}\`)
  return role
}`,
  `/** Writes a value and reads it again. */
const afterJourney = (codec: Codec<unknown>, value: unknown): unknown => {
  writer.clear()
  const error = append(writer, codec, value)
  return error ?? read(reader, codec, writer.copy())
}`,
  `const survives = (codec: Codec<unknown>, value: unknown): void => {
  const decoded = afterJourney(codec, value)
  expect(decoded).toMatchObject({ kind: "decoded" })
  expect(equal(Object(decoded).value, value)).toBe(true)
}`,
] as const

const messagesShape = (role: RoleSpec): Shape => ({
  kind: "union",
  name: null,
  tag: "type",
  members: role.hears.flatMap(({ messages }) => messages.map(({ shape }) => shape)),
})

const durableShape = (role: RoleSpec): Shape => ({
  ...role.state,
  fields: role.state.fields.filter(({ name }) => role.durable.includes(name)),
})

const arbitrary = (name: string, shape: Shape): string => laidOut([`const ${name} = `, arbitraryLayout(shape)])

const test = (name: string, lines: readonly string[]): readonly string[] => [
  `test(${quoted(name)}, () => {`,
  ...indented(lines),
  "})",
]

const survivesTest = (name: string, values: string, codec: string): readonly string[] =>
  test(name, [`fc.assert(fc.property(${values}, (value) => survives(${codec}, value)))`])

const journalTest = (values: string): readonly string[] =>
  test("what a step changes can be told", [
    "const { writeDelta, readDelta } = role.durable",
    "fc.assert(",
    `  fc.property(${values}, ${values}, (before, after) => {`,
    "    writer.clear()",
    "    writer.begin()",
    "    expect(writeDelta(writer, before, after)).toBe(!equal(before, after))",
    "    if (equal(before, after)) return",
    "    const codec = { encode: () => {}, decode: (from: Reader) => readDelta(from, before) }",
    "    const replayed = read(reader, codec, writer.copy())",
    '    expect(replayed).toMatchObject({ kind: "decoded" })',
    "    expect(equal(Object(replayed).value, after)).toBe(true)",
    "  }),",
    ")",
  ])

const bytesTest = [
  ...test("bytes that are no message are an error and no exception", [
    "fc.assert(",
    "  fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {",
    '    expect(["decoded", "decode-error"]).toContain(read(reader, role.messages, bytes).kind)',
    "  }),",
    ")",
  ]),
]

interface Said {
  readonly name: string
  readonly shape: Shape
  readonly codec: string
}

const saidIn = (role: RoleSpec): readonly Said[] => [
  ...role.calls.flatMap(({ name, argument, answer }) => [
    { name: `the argument of ${name}`, shape: argument, codec: `${fieldAccess("role.calls", name)}?.argument` },
    { name: `the answer to ${name}`, shape: answer, codec: `${fieldAccess("role.calls", name)}?.answer` },
  ]),
  ...role.activities.flatMap(({ name, argument, answer }) => [
    { name: `the request of ${name}`, shape: argument, codec: `${fieldAccess("role.activities", name)}?.request` },
    { name: `the result of ${name}`, shape: answer, codec: `${fieldAccess("role.activities", name)}?.answer` },
  ]),
]

const saidTests = (role: RoleSpec): readonly string[] =>
  saidIn(role).flatMap(({ name, shape, codec }) => [
    "",
    ...test(`${name} survives`, [
      `const codec = ${codec.replace(/\.(\w+)\?/, (_, field: string) => `[${quoted(field)}]?`)}`,
      'if (codec === undefined) throw new Error("there is no such codec")',
      ...laidOut(["fc.assert(fc.property(", arbitraryLayout(shape), ", (value) => survives(codec, value)))"]).split(
        "\n",
      ),
    ]),
  ])

const roleTests = (role: RoleSpec): string => {
  const own = roleConstant(role)
  const hears = role.hears.some(({ messages }) => messages.length > 0)
  const keeps = durableShape(role).kind === "record" && role.durable.length > 0
  return [
    ...(hears ? [`/** What ${role.name} may hear. */`, arbitrary(`${own}Messages`, messagesShape(role)), ""] : []),
    ...(keeps
      ? [`/** What of ${role.name} survives a crash. */`, arbitrary(`${own}Durable`, durableShape(role)), ""]
      : []),
    `describe(${quoted(role.name)}, () => {`,
    ...indented([
      `const role = roleOf(${quoted(role.name)})`,
      "",
      ...(hears ? [...survivesTest("messages survive", `${own}Messages`, "role.messages as Codec<unknown>"), ""] : []),
      ...bytesTest,
      ...(keeps
        ? [
            "",
            ...survivesTest("what is durable survives", `${own}Durable`, "role.durable.snapshot as Codec<unknown>"),
            "",
            ...journalTest(`${own}Durable`),
          ]
        : []),
      ...saidTests(role),
    ]),
    "})",
  ].join("\n")
}

const recursive = (spec: Spec): readonly string[] =>
  spec.types.size === 0
    ? []
    : [
        [
          "const types = fc.letrec<Fields>((tie) => ({",
          ...[...spec.types].map(([name, shape]) => `  ${givenField(name)}: ${laidOut(arbitraryLayout(shape), "  ")},`),
          "}))",
          "const tie = (name: string): fc.Arbitrary<unknown> => types[name] ?? fc.constant(null)",
        ].join("\n"),
      ]

/** Writes tests of what a library keeps and says, for values that no instance of a model has. */
export const writeTests = (spec: Spec, { extension }: Origin): string => {
  const values = [...recursive(spec), ...spec.roles.map(roleTests)].join("\n\n")
  const cluster = clusterTest(spec)
  const needed = wordsIn(`${values}\n${cluster.replaceAll("integer", "")}`)
  const text = [...machinery, needed, values, cluster].filter((part) => part !== "").join("\n\n")
  const imports = importsText(text, [
    {
      from: "@lockstep/runtime",
      types: ["Codec", "RoleLibrary"],
      values: ["List", "Map", "Reader", "Set", "Writer", "append", "equal", "read"],
    },
    { from: "effect/Effect", all: "Effect" },
    { from: "effect/testing/TestClock", all: "TestClock" },
    { from: "vitest", types: [], values: ["describe", "expect", "test"] },
    { from: `./harness${extension}`, types: [], values: [clusterName(spec)] },
    { from: `./library${extension}`, types: [], values: ["library"] },
  ])
  return `import fc from "fast-check"\n${imports}\n\n${text}\n`
}
