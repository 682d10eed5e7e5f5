import { pathToFileURL } from "node:url"
import { codes, type Diagnostic } from "@lockstep/generator"
import { toJson } from "../report/json.ts"
import { version } from "../version.ts"
import { fileName } from "./diagnostics.ts"

const rules = Object.entries(codes).map(([id, text]) => ({ id, shortDescription: { text } }))

/** A file below the folder that the command runs in is named from there; another one by its whole address. */
const locationOf = (file: string) => {
  const name = fileName(file)
  const isBelow = !name.startsWith("../") && name !== file
  return isBelow
    ? { uri: name.split("/").map(encodeURIComponent).join("/"), uriBaseId: "%SRCROOT%" }
    : { uri: pathToFileURL(file).href }
}

const resultOf = ({ file, line, column, endColumn, code, reason, fix }: Diagnostic) => ({
  ruleId: code,
  ruleIndex: rules.findIndex(({ id }) => id === code),
  level: "error",
  message: { text: `${reason} ${fix}` },
  locations: [
    {
      physicalLocation: {
        artifactLocation: locationOf(file),
        region: { startLine: line, startColumn: column, endLine: line, endColumn },
      },
    },
  ],
})

/** Diagnostics in the Static Analysis Results Interchange Format, version 2.1.0. */
export const sarif = (diagnostics: readonly Diagnostic[]): string =>
  toJson({
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "lockstep", version: version(), rules } },
        columnKind: "utf16CodeUnits",
        results: diagnostics.map(resultOf),
      },
    ],
  })
