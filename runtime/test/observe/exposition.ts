/** One line of what Prometheus reads. */
export interface Sample {
  readonly name: string
  readonly labels: { readonly [label: string]: string }
  readonly value: number
}

/** A family of samples under one name. */
export interface Family {
  readonly name: string
  readonly type: string
  readonly help: string
  readonly samples: readonly Sample[]
}

const sampleLine = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/
const labelPair = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/

const valueOf = (text: string): number => {
  if (text === "+Inf") return Infinity
  const value = Number(text)
  if (Number.isNaN(value) && text !== "NaN") throw new Error(`"${text}" is no value`)
  return value
}

const labelsOf = (text: string): Sample["labels"] => {
  const labels: { [label: string]: string } = {}
  for (let rest = text; rest !== "";) {
    const [whole, name = "", value = ""] = labelPair.exec(rest) ?? []
    if (whole === undefined || name in labels) throw new Error(`"${rest}" is no label`)
    labels[name] = value
    rest = rest.slice(whole.length)
  }
  return labels
}

const belongs = ({ type, name }: Family, sample: string): boolean =>
  type === "histogram" ? [`${name}_bucket`, `${name}_sum`, `${name}_count`].includes(sample) : sample === name

const seriesOf = ({ le: _, ...labels }: Sample["labels"]): string => JSON.stringify(labels)

/** Each bucket holds at least what the one before holds, and the last holds all. */
const demandHistogram = ({ name, samples }: Family): void => {
  const counts = samples.filter((sample) => sample.name === `${name}_count`)
  for (const { labels, value } of counts) {
    const own = samples.filter((one) => one.name === `${name}_bucket` && seriesOf(one.labels) === seriesOf(labels))
    const sorted = own.toSorted((one, other) => valueOf(one.labels["le"] ?? "") - valueOf(other.labels["le"] ?? ""))
    if (sorted.some((one, index) => one.value < (sorted[index - 1]?.value ?? 0))) throw new Error(`${name} shrinks`)
    if (sorted.at(-1)?.labels["le"] !== "+Inf" || sorted.at(-1)?.value !== value) throw new Error(`${name} lacks +Inf`)
  }
}

/** Reads Prometheus's text format, version 0.0.4, and throws where a line is none of it. */
export const parseExposition = (text: string): readonly Family[] => {
  const families: (Family & { readonly samples: Sample[] })[] = []
  let help: string | undefined
  if (!text.endsWith("\n")) throw new Error("the last line has no end")
  for (const line of text.slice(0, -1).split("\n")) {
    const [, kind, name = "", words = ""] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? []
    if (kind === "HELP") help = words
    else if (kind === "TYPE") {
      if (families.some((family) => family.name === name)) throw new Error(`${name} comes twice`)
      families.push({ name, type: words, help: help ?? "", samples: [] })
      help = undefined
    } else {
      const [, sample = "", labels = "", value = ""] = sampleLine.exec(line) ?? []
      const family = families.at(-1)
      if (family === undefined || !belongs(family, sample)) throw new Error(`"${line}" is of no family`)
      family.samples.push({ name: sample, labels: labelsOf(labels), value: valueOf(value) })
    }
  }
  for (const family of families) if (family.type === "histogram") demandHistogram(family)
  return families
}
