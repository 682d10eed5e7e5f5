import { pathToFileURL } from "node:url"
import { version } from "../version.ts"
import { fileName } from "./file-name.ts"
import type { Finding, FoundStep, Rule } from "./finding.ts"
import { toJson } from "./json.ts"

/** A file below the folder that the command runs in is named from there; another one by its whole address. */
const artifactOf = (file: string) => {
  const name = fileName(file)
  const isBelow = !name.startsWith("../") && name !== file
  return isBelow
    ? { uri: name.split("/").map(encodeURIComponent).join("/"), uriBaseId: "%SRCROOT%" }
    : { uri: pathToFileURL(file).href }
}

const regionOf = ({ line, column, endColumn }: Pick<Finding, "line" | "column" | "endColumn">) => ({
  startLine: line,
  ...(column !== undefined && { startColumn: column }),
  endLine: line,
  ...(endColumn !== undefined && { endColumn }),
})

const stepOf = ({ text, file, line }: FoundStep) => ({
  location: {
    message: { text },
    ...(file !== undefined &&
      line !== undefined && {
        physicalLocation: { artifactLocation: artifactOf(file), region: regionOf({ line }) },
      }),
  },
})

const resultOf = (finding: Finding, rules: readonly Rule[]) => {
  const { level, code, file, reason, fix, steps = [] } = finding
  return {
    ruleId: code,
    ruleIndex: rules.findIndex(({ id }) => id === code),
    level,
    message: { text: `${reason} ${fix}` },
    locations: [{ physicalLocation: { artifactLocation: artifactOf(file), region: regionOf(finding) } }],
    ...(steps.length > 0 && { codeFlows: [{ threadFlows: [{ locations: steps.map(stepOf) }] }] }),
  }
}

/** Findings in the Static Analysis Results Interchange Format, version 2.1.0. */
export const sarif = (findings: readonly Finding[], rules: readonly Rule[]): string =>
  toJson({
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "lockstep",
            version: version(),
            rules: rules.map(({ id, text }) => ({ id, shortDescription: { text } })),
          },
        },
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => resultOf(finding, rules)),
      },
    ],
  })
