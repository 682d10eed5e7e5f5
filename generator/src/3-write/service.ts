import type { Exchange, RoleSpec, Spec } from "../1-read/spec.ts"
import { importsText } from "./imports.ts"
import { indented, type Layout, laidOut, listed } from "./layout.ts"
import { faceName, type Names, openerName } from "./names.ts"
import { placeText } from "./source.ts"
import type { Origin } from "./step.ts"
import { typeLayout } from "./types.ts"
import { eventShape } from "./units.ts"
import { camel, declaredField, quoted } from "./words.ts"

const commentLines = (comment: string): readonly string[] => (comment === "" ? [] : [`/** ${comment} */`])

const exchangeLines = (names: Names, exchange: Exchange, comment: string, root: string): readonly string[] => {
  const { name, parameter, argument, answer, node } = exchange
  const given: readonly Layout[] = parameter === null ? [] : [[`${parameter}: `, typeLayout(names, argument)]]
  return [
    `// ${placeText(root, node)}`,
    ...commentLines(comment),
    laidOut(
      [`readonly ${declaredField(name)}: `, listed("(", given, ")"), " => ", typeLayout(names, answer)],
      "    ",
      4,
    ),
  ]
}

const block = (name: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`readonly ${name}: {`, ...indented(lines), "}"]

const textUnion = (texts: readonly string[]): string => (texts.length === 0 ? "never" : texts.map(quoted).join(" | "))

const viewLines = (role: RoleSpec, names: Names, root: string): readonly string[] =>
  role.views.flatMap(({ name, at, comment, shape }) => [
    `// ${placeText(root, at)}`,
    ...commentLines(comment),
    laidOut(
      [
        `readonly ${declaredField(name.slice("views.".length))}: `,
        shape === null ? "unknown" : typeLayout(names, shape),
      ],
      "    ",
      4,
    ),
  ])

/** What the author says of a call: beside its type, or beside its handler. */
const commentOn = (role: RoleSpec, section: string, { name, comment }: Exchange): string =>
  comment === "" ? (role.handlers.find((handler) => handler.name === `${section}.${name}`)?.comment ?? "") : comment

const faceLines = (spec: Spec, role: RoleSpec, names: Names, { root }: Origin): readonly string[] => [
  `readonly name: ${quoted(`${spec.name}/${role.name}`)}`,
  `readonly roles: ${textUnion(spec.roles.map(({ name }) => name))}`,
  ...block(
    "calls",
    role.calls.flatMap((call) => exchangeLines(names, call, commentOn(role, "calls", call), root)),
  ),
  ...block(
    "activities",
    role.activities.flatMap((activity) => exchangeLines(names, activity, commentOn(role, "results", activity), root)),
  ),
  `readonly timers: ${textUnion(role.timers)}`,
  ...block("views", viewLines(role, names, root)),
  laidOut(["readonly event: ", role.events.length === 0 ? "never" : typeLayout(names, eventShape(role))], "  ", 2),
]

const faceText = (spec: Spec, role: RoleSpec, names: Names, origin: Origin): string => {
  const face = faceName(spec, role)
  return [
    `/** What a node of ${role.name} and its application say to each other.${role.comment === "" ? "" : ` ${role.comment}`} */`,
    `export interface ${face} extends Face {`,
    ...indented(faceLines(spec, role, names, origin)),
    "}",
    "",
    `/** A node of ${role.name} as a service: \`${face}.layer\` starts it, and \`yield* ${face}\` is the running node. */`,
    laidOut([
      `export const ${face}: RoleService<${face}> = roleService<${face}>`,
      listed("(", ["library", quoted(role.name)], ")"),
    ]),
  ].join("\n")
}

/** Writes the Effect services of a spec. */
export const writeService = (spec: Spec, names: Names, origin: Origin): string => {
  const text = spec.roles.map((role) => faceText(spec, role, names, origin)).join("\n\n")
  const imports = importsText(text, [
    {
      from: "@lockstep/runtime",
      types: ["Call", "Face", "List", "Map", "NodeId", "Opaque", "RoleService", "Set"],
      values: ["roleService"],
    },
    { from: `./library${origin.extension}`, types: [], values: ["library"] },
    { from: `./types${origin.extension}`, types: names.all.map(([name]) => name), values: [] },
  ])
  return `${imports}\n\n${text}\n`
}

/** Writes the functions that start nodes for services that do not use Effect. */
export const writePromise = (spec: Spec, { extension }: Origin): string => {
  const faces = spec.roles.map((role) => faceName(spec, role))
  const text = spec.roles
    .map((role) => {
      const face = faceName(spec, role)
      return [
        `/** Starts a node of ${role.name}, for a service that does not use Effect. */`,
        laidOut([
          `export const ${openerName(spec, role)}: OpenRole<${face}> = roleOpener<${face}>`,
          listed("(", ["library", quoted(role.name)], ")"),
        ]),
      ].join("\n")
    })
    .join("\n\n")
  const imports = importsText(text, [
    { from: "@lockstep/runtime", types: ["OpenRole"], values: ["roleOpener"] },
    { from: `./library${extension}`, types: [], values: ["library"] },
    { from: `./service${extension}`, types: faces, values: [] },
  ])
  return `${imports}\n\n${text}\n`
}

/** What starts all nodes of a protocol in memory. */
export const clusterName = ({ name }: Spec): string => `${camel(name)}Cluster`

/** Writes what a test of an application runs instead of a deployment. */
export const writeHarness = (spec: Spec, { extension }: Origin): string => {
  const faces = spec.roles.map((role) => faceName(spec, role))
  const start = `export const ${clusterName(spec)}: OpenCluster`
  const declared: readonly Layout[] = spec.roles.map(
    (role) => `readonly ${declaredField(role.name)}: ${faceName(spec, role)}`,
  )
  const text = [
    `/** The roles of ${spec.name}, by name. */`,
    "interface Roles {",
    ...indented(declared.map((field) => laidOut(field))),
    "}",
    "",
    `/** Starts all nodes of ${spec.name} in this process, with a network and disks in memory that a test can break. */`,
    `${start}<Roles> = clusterOpener<Roles>(library)`,
  ].join("\n")
  const imports = importsText(text, [
    { from: "@lockstep/runtime", types: ["OpenCluster"], values: ["clusterOpener"] },
    { from: `./library${extension}`, types: [], values: ["library"] },
    { from: `./service${extension}`, types: faces, values: [] },
  ])
  return `${imports}\n\n${text}\n`
}
