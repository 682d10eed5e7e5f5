/** Puts parts on as few lines as possible, without breaking any. */
export const flow = (parts: readonly string[], width: number, between = "  "): string[] => {
  const lines: string[] = []
  for (const part of parts) {
    const line = lines.at(-1)
    if (line === undefined || line.length + between.length + part.length > width) lines.push(part)
    else lines[lines.length - 1] = `${line}${between}${part}`
  }
  return lines
}

const leastWidth = 40

/** Breaks a line between words; what follows stands further to the right. */
export const wrap = (text: string, width: number): string[] => {
  const [, indent = "", words = ""] = /^(\s*)(.*)$/s.exec(text) ?? []
  const hanging = `${indent}  `
  const lines = flow(words.split(" "), Math.max(width - hanging.length, leastWidth), " ")
  return lines.map((line, index) => (index === 0 ? indent : hanging) + line)
}
