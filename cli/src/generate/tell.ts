import { normalize, relative } from "node:path"
import type { Drifted, Generated } from "@lockstep/generator"
import { counted } from "../report/amounts.ts"
import { toJson } from "../report/json.ts"
import { paint } from "../report/paint.ts"
import { flow, wrap } from "../report/wrap.ts"
import { shellWord } from "../shell-word.ts"

const fileNames = ({ files }: Generated): readonly string[] =>
  [...files.map(({ path }) => path), "certificate.json"].toSorted()

/** What no instance runs may do anything: a warning, since others may be named. */
const uncomparedLines = ({ uncompared = [], instances }: Generated["certificate"]): readonly string[] => {
  if (uncompared.length === 0) return []
  const names = instances.map(({ name }) => name).join(", ")
  return wrap(
    `not compared, since ${names} never ${instances.length === 1 ? "runs" : "run"} them: ${uncompared.join(", ")}; name or write an --instance that does`,
    96,
  ).map((line, at) => `  ${at === 0 ? paint("yellow", "!") : " "} ${line}`)
}

/** What was written and on what it was compared, for people. */
export const generatedText = (generated: Generated): string => {
  const { certificate, out, openers, pairs, values } = generated
  const names = fileNames(generated)
  const checked = certificate.instances.map(
    ({ name, states, transitions }) =>
      `  ${name}: ${counted(states, "state")}, ${counted(transitions, "transition")}, verified`,
  )
  const compared = `  the code did what the spec does on ${counted(pairs, "pair")} of a state and an input, and ${counted(values, "value")} survived their bytes`
  return [
    `${certificate.protocol}: ${names.length} files in ${relative(process.cwd(), out) || "."}`,
    ...flow(names, 100).map((line) => `  ${line}`),
    ...wrap(`  nodes are opened by ${openers.join(", ")}`, 100),
    ...(certificate.isChecked
      ? [...checked, compared, ...uncomparedLines(certificate)]
      : ["  not checked: nothing is known of this code"]),
    "",
  ].join("\n")
}

export const generatedJson = (generated: Generated): string => {
  const { certificate, out, openers, pairs, values } = generated
  const files = fileNames(generated)
  return toJson({ out: relative(process.cwd(), out) || ".", files, openers, pairs, values, certificate })
}

const whys: { readonly [What in Drifted["what"]]: string } = {
  missing: "is missing",
  changed: "is not what the spec gives",
  uncertified: "is not the file that the certificate speaks of",
  "no-certificate": "is missing: nothing says what was generated here",
  "bad-certificate": "is damaged: it says nothing that could be held against the files",
  "stale-certificate": "speaks of another version of the spec or of its files",
  "broken-seal": "is not as it was written: somebody has changed what it says",
}

const one = ({ path, what, difference }: Drifted): string =>
  `${path}: ${whys[what]}  [${what}]\n${difference === "" ? "" : `${difference}\n`}`

/** A file that differs from what the spec gives is not the certified one either: once is enough. */
const onceEach = (drifted: readonly Drifted[]): readonly Drifted[] =>
  drifted.filter(({ path, what }, at) => what !== "uncertified" || drifted.findIndex((one) => one.path === path) === at)

/** What is out of date, with the difference from what is there to what should be. */
export const driftText = (spec: string, out: string, all: readonly Drifted[]): string => {
  const drifted = onceEach(all)
  if (drifted.length === 0) return `${normalize(out)} is what the spec gives\n`
  const files = new Set(drifted.map(({ path }) => path)).size
  const what = files === 1 ? "1 file is" : `${files} files are`
  const fix = `${what} out of date: write anew with \`lockstep generate ${shellWord(spec)} --out ${shellWord(out)}\``
  return `${drifted.map(one).join("\n")}\n${fix}\n`
}

export const driftJson = (drifted: readonly Drifted[]): string => toJson(drifted)
