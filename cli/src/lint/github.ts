import type { Diagnostic } from "@lockstep/generator"
import { fileName } from "./diagnostics.ts"

const escapes: { readonly [sign: string]: string } = { "%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C" }

const message = (text: string): string => text.replace(/[%\r\n]/g, (sign) => escapes[sign] ?? sign)
const property = (text: string): string => text.replace(/[%\r\n:,]/g, (sign) => escapes[sign] ?? sign)

/** Diagnostics as commands of a GitHub workflow, which shows them beside the lines of a pull request. */
export const github = (diagnostics: readonly Diagnostic[]): string =>
  diagnostics
    .map(({ file, line, column, endColumn, code, reason, fix }) => {
      const place = `file=${property(fileName(file))},line=${line},endLine=${line},col=${column},endColumn=${endColumn}`
      return `::error ${place},title=${property(code)}::${message(`${reason}\n${fix}`)}\n`
    })
    .join("")
