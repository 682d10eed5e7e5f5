/** Text that stands on one line where it fits and is broken where it does not. */
export type Layout = string | Group | readonly Layout[]

/** Items between brackets: broken, each has a line of its own. */
export interface Group {
  readonly open: string
  readonly items: readonly Layout[]
  readonly close: string
  /** Between two items on one line, and after each where they have lines of their own. */
  readonly between: string
  readonly after: string
}

const width = 120

/** A comma after every item: values, parameters, imports. */
export const listed = (open: string, items: readonly Layout[], close: string): Group => ({
  open,
  items,
  close,
  between: ", ",
  after: ",",
})

const isGroup = (layout: Group | readonly Layout[]): layout is Group => "items" in layout

const flat = (layout: Layout): string => {
  if (typeof layout === "string") return layout
  if (!isGroup(layout)) return layout.map(flat).join("")
  return layout.open.trimEnd() + spaced(layout) + layout.close.trimStart()
}

const spaced = ({ open, items, close, between }: Group): string => {
  if (items.length === 0) return ""
  const before = open.endsWith(" ") ? " " : ""
  return before + items.map(flat).join(between) + (close.startsWith(" ") ? " " : "")
}

const broken = ({ open, items, close, after }: Group, indent: string): string => {
  const inner = `${indent}  `
  const lines = items.map((item) => `${inner}${laidOut(item, inner, inner.length, after.length)}${after}`)
  return [open.trimEnd(), ...lines, indent + close.trimStart()].join("\n")
}

/** The text of a layout that begins at a column, with so much more to come on its last line. */
export const laidOut = (layout: Layout, indent = "", column: number = indent.length, rest = 0): string => {
  const line = flat(layout)
  if (column + line.length + rest <= width || typeof layout === "string") return line
  if (isGroup(layout)) return broken(layout, indent)
  return layout.reduce<string>((text, part, at) => {
    const following = layout
      .slice(at + 1)
      .map(flat)
      .join("").length
    const last = text.slice(text.lastIndexOf("\n") + 1)
    const here = text.includes("\n") ? last.length : column + last.length
    return text + laidOut(part, indent, here, following + rest)
  }, "")
}

/** Lines, each two spaces further in. */
export const indented = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => (line === "" ? "" : line.replace(/^/gm, "  ")))
