import { join } from "node:path"
import { fileURLToPath } from "node:url"
import ts from "typescript"

const root = fileURLToPath(new URL("../..", import.meta.url))
const folder = join(root, "language", "src")

/** What an author of specs reads about, in this order; the rest of the language is for the engines. */
const chapters: readonly (readonly [title: string, introduction: string, files: readonly string[]])[] = [
  ["Protocols", "Roles, what they hear, and what they do.", ["spec.ts", "role.ts", "effect.ts", "protocol.ts"]],
  [
    "Values",
    "What states and messages are made of.",
    ["value.ts", "collections/list.ts", "collections/set.ts", "collections/map.ts"],
  ],
  ["Helpers", "What quorums and properties are written with.", ["quorum.ts", "many.ts", "collections/compare.ts"]],
  ["Models", "How many nodes, which faults, which callers.", ["model.ts"]],
  ["Properties", "What must hold.", ["property.ts", "history.ts"]],
  ["Mutants", "Famous bugs, and the property that catches each.", ["mutant.ts"]],
  ["Algorithms", "The second form: variables and actions, without a network.", ["algorithm.ts"]],
]

/** Types that stand for a part of a spec whose own types are lost: what engines see. */
const isForEngines = (name: string): boolean => /^Any[A-Z]/.test(name)

interface Word {
  readonly name: string
  readonly comment: string
  readonly text: string
}

const commentOf = (node: ts.Node): string =>
  ts
    .getJSDocCommentsAndTags(node)
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "")
    .join("\n\n")
    .trim()

const isExported = (node: ts.Statement): boolean =>
  ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)

const nameOf = (node: ts.Statement): string | undefined => {
  if (ts.isVariableStatement(node)) return node.declarationList.declarations[0]?.name.getText()
  if (ts.isFunctionDeclaration(node) || ts.isInterfaceDeclaration(node)) return node.name?.getText()
  return ts.isTypeAliasDeclaration(node) || ts.isClassDeclaration(node) ? node.name?.getText() : undefined
}

const withoutComment = (text: string): string => text.replace(/^\/\*\*[^]*?\*\/\s*/, "")

const textOf = (node: ts.Statement): string => withoutComment(node.getText()).replace(/^export (declare )?/, "")

/** Types that nobody can import, and of which those that can be are made. */
const innerTypes = (source: ts.SourceFile): ReadonlyMap<string, string> =>
  new Map(
    source.statements
      .filter((node) => !isExported(node) && (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)))
      .map((node) => [nameOf(node) ?? "", textOf(node)]),
  )

/** Whether a text names a type that is not its own. */
const names = (text: string, type: string): boolean =>
  new RegExp(`\\b${type}\\b`).test(text) && !text.includes(`infer ${type}`)

/** A text with the types that it names and that have no place of their own; each stands where it is named first. */
const withInner = (text: string, left: Map<string, string>): string => {
  const named = [...left].filter(([name]) => names(text, name))
  for (const [name] of named) left.delete(name)
  return [text, ...named.map(([, inner]) => withInner(inner, left))].join("\n\n")
}

const wordsIn = (declarations: string): readonly Word[] => {
  const source = ts.createSourceFile("reference.d.ts", declarations, ts.ScriptTarget.ES2024, true)
  const left = new Map(innerTypes(source))
  return source.statements.filter(isExported).flatMap((node) => {
    const name = nameOf(node)
    if (name === undefined || isForEngines(name)) return []
    return [{ name, comment: commentOf(node), text: withInner(textOf(node), left) }]
  })
}

/** The declarations of each file, as the compiler gives them to whoever imports the language. */
const declarationsOf = (files: readonly string[]): ReadonlyMap<string, string> => {
  const written = new Map<string, string>()
  const program = ts.createProgram({
    rootNames: files.map((file) => join(folder, file)),
    options: {
      target: ts.ScriptTarget.ES2024,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      strict: true,
      declaration: true,
      emitDeclarationOnly: true,
      rewriteRelativeImportExtensions: true,
      rootDir: folder,
      outDir: "/declarations",
      types: [],
    },
  })
  program.emit(undefined, (name, text) =>
    written.set(name.replace("/declarations/", "").replace(/\.d\.ts$/, ".ts"), text),
  )
  return written
}

const wordText = ({ name, comment, text }: Word): string =>
  [`### \`${name}\``, "", comment, "", "```ts", text, "```", ""].join("\n")

/** The reference of the language, written from the comments and types of its sources. */
export const languageReference = (): string => {
  const declarations = declarationsOf(chapters.flatMap(([, , files]) => files))
  const sections = chapters.map(([title, introduction, files]) => {
    const words = files.flatMap((file) => wordsIn(declarations.get(file) ?? ""))
    return [`## ${title}`, "", introduction, "", ...words.map(wordText)].join("\n")
  })
  const contents = chapters.map(([title]) => `[${title}](#${title.toLowerCase()})`).join(" · ")
  return [
    "# The language, word by word",
    "",
    "Written from the sources of `@lockstep/language` by a test. How to use the words: [the tutorial](tutorial.md), [how to model](modelling.md); what they mean: [semantics](semantics.md).",
    "",
    contents,
    "",
    ...sections,
  ].join("\n")
}
