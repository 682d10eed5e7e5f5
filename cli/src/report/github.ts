import { fileName } from "./file-name.ts"
import type { Finding } from "./finding.ts"

const escapes: { readonly [sign: string]: string } = { "%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C" }

const message = (text: string): string => text.replace(/[%\r\n]/g, (sign) => escapes[sign] ?? sign)
const property = (text: string): string => text.replace(/[%\r\n:,]/g, (sign) => escapes[sign] ?? sign)

const placeOf = ({ file, line, column, endColumn }: Finding): string =>
  [
    `file=${property(fileName(file))},line=${line},endLine=${line}`,
    ...(column === undefined ? [] : [`col=${column}`]),
    ...(endColumn === undefined ? [] : [`endColumn=${endColumn}`]),
  ].join(",")

/** Findings as commands of a GitHub workflow, which shows them beside the lines of a pull request. */
export const github = (findings: readonly Finding[]): string =>
  findings
    .map((finding) => {
      const { level, code, reason, fix, steps = [] } = finding
      const way = steps.map(({ number, text }) => `${number}  ${text}`)
      const text = [reason, ...way, fix].join("\n")
      return `::${level} ${placeOf(finding)},title=${property(code)}::${message(text)}\n`
    })
    .join("")
