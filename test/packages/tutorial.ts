/** One thing that the tutorial asks its reader to do. */
export type Step =
  | { readonly kind: "run"; readonly command: string; readonly output?: string }
  | { readonly kind: "write"; readonly file: string; readonly text: string }
  | { readonly kind: "edit"; readonly file: string; readonly before: string; readonly after: string }
  | { readonly kind: "processes"; readonly commands: readonly string[] }

const block = /(?:<!-- (\S+) -->\n\n)?```(\w+)\n([^]*?)```/g

const without = (sign: string, diff: string): string =>
  diff
    .split("\n")
    .filter((line) => !line.startsWith(sign))
    .map((line) => line.slice(1))
    .join("\n")

const stepsOf = (file: string | undefined, language: string, text: string): readonly Step[] => {
  switch (language) {
    case "sh":
      return text
        .trim()
        .split("\n")
        .map((command) => ({ kind: "run", command }))
    case "console": {
      const [first = "", ...output] = text.split("\n")
      return [{ kind: "run", command: first.slice(2), output: output.join("\n") }]
    }
    case "diff":
      return file === undefined ? [] : [{ kind: "edit", file, before: without("+", text), after: without("-", text) }]
    case "text":
      return [{ kind: "processes", commands: text.trim().split("\n") }]
    default:
      return file?.startsWith("src/") ? [{ kind: "write", file, text }] : []
  }
}

/** What a document asks for, in its order; quotations of files that are there are no step. */
export const stepsIn = (document: string): readonly Step[] =>
  [...document.matchAll(block)].flatMap(([, file, language = "", text = ""]) => stepsOf(file, language, text))
