/** A slash begins a pattern where no value stands before it. */
const beforePattern = /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\breturn)\s*$/

const literal = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|\/\*[^]*?\*\//y
const pattern = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/\w*/y

const matchAt = (expression: RegExp, text: string, at: number): number => {
  expression.lastIndex = at
  return expression.exec(text)?.[0].length ?? 0
}

/** Where a template ends that begins at `at`; what is inside of its `${}` may hold templates too. */
const templateLength = (text: string, at: number): number => {
  let depth = 0
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] === "\\") end++
    else if (text.startsWith("${", end)) depth++
    else if (text[end] === "}") depth = Math.max(0, depth - 1)
    else if (text[end] === "`" && depth === 0) return end + 1 - at
  }
  return text.length - at
}

const opaqueLength = (text: string, at: number): number => {
  if (text[at] === "`") return templateLength(text, at)
  const length = matchAt(literal, text, at)
  if (length > 0 || text[at] !== "/") return length
  return beforePattern.test(text.slice(0, at)) ? matchAt(pattern, text, at) : 0
}

/** The text with all that stands in brackets, quotes, patterns and comments blanked, so that plain searches see only its outermost part. */
export const mask = (text: string): string => {
  let masked = ""
  let depth = 0
  for (let at = 0; at < text.length; at = masked.length) {
    const length = opaqueLength(text, at)
    const sign = text[at] ?? ""
    if (")]}".includes(sign)) depth--
    masked += length > 0 ? " ".repeat(length) : depth > 0 ? " " : sign
    if ("([{".includes(sign)) depth++
  }
  return masked
}
