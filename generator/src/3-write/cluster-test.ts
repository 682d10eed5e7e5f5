import type { RoleSpec, Spec } from "../1-read/spec.ts"
import { arbitraryLayout } from "./arbitrary.ts"
import { indented, type Layout, laidOut, listed } from "./layout.ts"
import { clusterName } from "./service.ts"
import { camel, fieldAccess, givenField, pascal, quoted } from "./words.ts"

/** Nodes that speak to others of their role are three, and any other is alone. */
export const nodesOf = (role: RoleSpec): readonly string[] => {
  const speaks = role.hears.some(({ from }) => from === null || from === role.name)
  return (speaks ? ["1", "2", "3"] : ["1"]).map((number) => role.name + number)
}

const fields = (items: readonly Layout[]): Layout => listed("{ ", items, " }")

const toldOf = (role: RoleSpec): Layout => {
  const timers = role.timers.map((name) => `${givenField(name)}: ["200 millis", "400 millis"]`)
  const activities = role.activities.map((activity): Layout => [
    `${givenField(activity.name)}: () => Effect.sync(() => some(`,
    arbitraryLayout(activity.answer),
    ", seed))",
  ])
  const parts: readonly Layout[] = [
    ["nodes: ", listed("[", nodesOf(role).map(quoted), "]")],
    ...(timers.length === 0 ? [] : [["timers: ", fields(timers)]]),
    ...(activities.length === 0 ? [] : [["activities: ", fields(activities)]]),
  ]
  return [`${givenField(role.name)}: `, fields(parts)]
}

/** Names of roles need not be identifiers. */
const nodeConstant = (node: string): string => camel(pascal(node))

const callsOf = (role: RoleSpec): readonly string[] =>
  nodesOf(role).flatMap((node) => [
    `const ${nodeConstant(node)} = cluster.node(${quoted(role.name)}, ${quoted(node)})`,
    ...role.calls.map(({ name, parameter, argument }) =>
      laidOut([
        `yield* Effect.forkChild(Effect.result(${fieldAccess(`${nodeConstant(node)}.calls`, name)}(`,
        ...(parameter === null ? [] : ["some(", arbitraryLayout(argument), ", seed)"]),
        ")))",
      ]),
    ),
  ])

const runLines = (spec: Spec): readonly string[] => {
  const calls = spec.roles.filter((role) => role.calls.length > 0).flatMap(callsOf)
  return [
    laidOut([`const cluster = yield* ${clusterName(spec)}(`, fields(spec.roles.map(toldOf)), ")"]),
    "for (const { what, one, other } of happenings) {",
    ...indented([
      'if (what === "crash") yield* cluster.crash(one)',
      'if (what === "cut") yield* cluster.cut(one, other)',
      ...(calls.length === 0 ? [] : ['if (what === "call") {', ...indented(calls), "}"]),
      'yield* TestClock.adjust("1 second")',
      "yield* cluster.restart(one)",
      "yield* cluster.heal(one, other)",
    ]),
    "}",
    'yield* TestClock.adjust("5 seconds")',
    "expect(yield* cluster.broken).toEqual([])",
  ]
}

/** A test of the whole library: whatever happens to a cluster, no node of it breaks down. */
export const clusterTest = (spec: Spec): string => {
  const nodes = spec.roles.flatMap(nodesOf)
  const run = runLines(spec)
  const asked = run.join("\n")
  const makesUp = asked.includes("some(")
  const happenings = asked.includes('what === "call"') ? '"call", "crash", "cut"' : '"crash", "cut"'
  return [
    'describe("a cluster in memory", () => {',
    ...indented([
      laidOut(["const names = ", listed("[", nodes.map(quoted), "]")]),
      "const happening = fc.record({",
      ...indented([
        `what: fc.constantFrom(${happenings}),`,
        "one: fc.constantFrom(...names),",
        "other: fc.constantFrom(...names),",
      ]),
      "})",
      ...(/\binteger\b/.test(asked) ? ["const integer = fc.nat(9)"] : []),
      ...(makesUp
        ? [
            "",
            "/** The boundary where a value that is made up gains its type. */",
            "const some = <Value>(values: fc.Arbitrary<unknown>, seed: number): Value =>",
            "  fc.sample(values, { numRuns: 1, seed })[0] as Value",
          ]
        : []),
      "",
      'test("outlives calls, crashes and cuts", () =>',
      ...indented([
        "fc.assert(",
        ...indented([
          makesUp
            ? "fc.asyncProperty(fc.array(happening, { maxLength: 8 }), fc.nat(), (happenings, seed) =>"
            : "fc.asyncProperty(fc.array(happening, { maxLength: 8 }), (happenings) =>",
          ...indented([
            "Effect.gen(function* () {",
            ...indented(run),
            "}).pipe(Effect.scoped, Effect.provide(TestClock.layer()), Effect.runPromise),",
          ]),
          "),",
          "{ numRuns: 10 },",
        ]),
        "))",
      ]),
    ]),
    "})",
  ].join("\n")
}
