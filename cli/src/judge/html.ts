import { amount } from "../report/amounts.ts"
import { type Bar, barsOf } from "./picture.ts"
import { sentenceOf, type Judged } from "./judged.ts"

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`)

const style = `
  :root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --bar: #d6e6ff; --edge: #3b73c8; --faint: #6a737d }
  @media (prefers-color-scheme: dark) { :root { --ink: #e6e6e6; --paper: #16191d; --bar: #1f3a60; --edge: #7fb0ff; --faint: #9aa4ae } }
  body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 2rem }
  figure { margin: 0; overflow-x: auto }
  svg { font: 13px ui-monospace, monospace; fill: var(--ink) }
  rect { fill: var(--bar); stroke: var(--edge) }
  .lane { stroke: var(--faint); stroke-dasharray: 1 4 }
  .line { fill: var(--faint) }
  p { max-width: 48rem }`

const [columnWidth, rowHeight, barHeight, margin] = [9, 40, 26, 20]

const drawn = ({ label, from, to, line }: Bar, row: number, left: number): string => {
  const [x, y, width] = [left + from * columnWidth, row * rowHeight + 7, (to - from) * columnWidth]
  return `<g><title>line ${line}</title><rect x="${x}" y="${y}" width="${width}" height="${barHeight}" rx="4"/><text x="${x + width / 2}" y="${y + 17}" text-anchor="middle">${escaped(label)}</text></g>`
}

const svg = (bars: readonly Bar[]): string => {
  const lanes = [...new Set(bars.map(({ lane }) => lane))]
  const left = Math.max(...lanes.map((lane) => lane.length)) * columnWidth + margin
  const width = left + Math.max(...bars.map(({ to }) => to)) * columnWidth + margin
  const rows = lanes.map((lane, row) => {
    const middle = row * rowHeight + rowHeight / 2
    return `<text x="0" y="${middle + 4}">${escaped(lane)}</text><line class="lane" x1="${left}" x2="${width}" y1="${middle}" y2="${middle}"/>`
  })
  const all = bars.map((bar) => drawn(bar, lanes.indexOf(bar.lane), left))
  return `<svg role="img" aria-label="operations over time" width="${width}" height="${lanes.length * rowHeight}">${rows.join("")}${all.join("")}</svg>`
}

/** A page that stands by itself: the sentence, and the picture of a violation, a lane for each client. */
export const htmlPage = (judged: Judged): string => {
  const sentence = escaped(sentenceOf(judged))
  const lines = judged.part.map(({ line }) => line).join(", ")
  const picture =
    judged.part.length === 0
      ? ""
      : `<figure>${svg(barsOf(judged.part))}<figcaption class="line">lines ${lines} of ${escaped(judged.path)}; time goes to the right, and only its order is drawn</figcaption></figure>`
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(judged.path)}: ${judged.verdict}</title>
<style>${style}
</style>
<h1>${escaped(judged.path)}</h1>
<p>${sentence}</p>
<p>${amount(judged.operations)} operations on a ${escaped(judged.object)}</p>
${picture}
</html>
`
}
