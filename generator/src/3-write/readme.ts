import type { RoleSpec, Spec } from "../1-read/spec.ts"
import { exampleText } from "./example.ts"
import { type Origin } from "./step.ts"
import { placeText } from "./source.ts"

const firstSentence = (text: string): string => /^[^]*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text

const cell = (text: string): string => text.replaceAll("|", "\\|")

/** Mermaid takes names without spaces; what a reader sees stands behind them. */
const box = (name: string, at: number): string => `r${at}["${name.replaceAll('"', "'")}"]`

const messagesDiagram = ({ roles }: Spec): readonly string[] => {
  const at = (name: string | null, role: RoleSpec) => roles.findIndex((other) => other.name === (name ?? role.name))
  return [
    "```mermaid",
    "flowchart LR",
    ...roles.map((role, index) => `  ${box(role.name, index)}`),
    ...roles.flatMap((role, index) => [
      ...role.hears.flatMap(({ from, messages }) =>
        messages.length === 0
          ? []
          : [`  r${at(from, role)} -->|"${messages.map(({ type }) => type).join("<br>")}"| r${index}`],
      ),
      ...(role.calls.length === 0
        ? []
        : [`  c${index}(["application"]) -.->|"${role.calls.map(({ name }) => name).join("<br>")}"| r${index}`]),
      ...(role.activities.length === 0
        ? []
        : [`  r${index} -.->|"${role.activities.map(({ name }) => name).join("<br>")}"| a${index}(["activities"])`]),
      ...(role.events.length === 0
        ? []
        : [`  r${index} -.->|"${role.events.map(({ type }) => type).join("<br>")}"| e${index}(["events"])`]),
    ]),
    "```",
  ]
}

const roleText = (role: RoleSpec, origin: Origin): readonly string[] => {
  const durable = role.durable.length === 0 ? "nothing" : role.durable.map((field) => `\`${field}\``).join(", ")
  const fields = role.state.fields.map(({ name }) => `\`${name}\``).join(", ")
  const handlers = [role.start, role.recover, ...role.handlers].filter((handler) => handler !== null)
  return [
    `## ${role.name}`,
    "",
    ...(role.comment === "" ? [] : [role.comment, ""]),
    `State: ${fields}. A crash leaves ${durable}.`,
    "",
    "| input | where | what |",
    "| --- | --- | --- |",
    ...handlers.map(
      ({ name, at, comment }) => `| \`${name}\` | ${placeText(origin.root, at)} | ${cell(firstSentence(comment))} |`,
    ),
    "",
  ]
}

/** Writes what a reader of the folder should know, with a diagram of who says what to whom; the list of files comes behind it. */
export const writeReadme = (spec: Spec, origin: Origin): string => {
  const index = `./index${origin.extension}`
  return [
    `# ${spec.name}`,
    "",
    ...(spec.comment === "" ? [] : [spec.comment, ""]),
    "Who says what to whom:",
    "",
    ...messagesDiagram(spec),
    "",
    ...exampleText(spec, index),
    ...spec.roles.flatMap((role) => roleText(role, origin)),
    "## The files",
    "",
    `A service imports all that it needs from \`${index}\`, and tests start all nodes in memory by \`./harness${origin.extension}\`.`,
    "",
    "| file | what |",
    "| --- | --- |",
    "",
  ].join("\n")
}
