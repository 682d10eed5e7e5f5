const unframed = (line: string): string =>
  line
    .trim()
    .replace(/^\/\*\*|^\*(?!\/)/, "")
    .replace(/\*\/$/, "")
    .trim()

/** The doc comment that ends on the line above; lines count from 0. */
export const commentAbove = (lines: readonly string[], line: number): string | undefined => {
  if (!lines[line - 1]?.trim().endsWith("*/")) return undefined
  const begin = lines.findLastIndex((text, at) => at < line && text.trim().startsWith("/**"))
  if (begin === -1) return undefined
  return lines.slice(begin, line).map(unframed).join(" ").trim() || undefined
}

/** The only line on which a name is defined as a key or a constant; lines count from 0. */
export const lineOfName = (lines: readonly string[], name: string): number | undefined => {
  const definition = new RegExp(`^\\s*(?:export )?(?:const )?(?:"${name}"|${name})\\s*(?:[:(,=]|$)`)
  const found = lines.flatMap((text, line) => (definition.test(text) ? [line] : []))
  return found.length === 1 ? found[0] : undefined
}
