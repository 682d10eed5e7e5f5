import { meaningOf, neededBy } from "../1-read/declarations.ts"
import type { Program } from "../1-read/program.ts"
import { holdsNames, importsInPlace, isWholeModule, isWholeText, namedByDefault } from "../by-name-messages.ts"
import type { Complaint } from "../diagnostic.ts"
import { ts } from "../typescript.ts"
import type { Scene } from "./scene.ts"

/** What keeps a library from taking over what a name leads to. */
const complaintOf = (name: string, target: ts.Symbol, declaration: ts.Declaration): Complaint | null => {
  if (ts.isSourceFile(declaration))
    return declaration.fileName.endsWith(".json") ? isWholeText(name) : isWholeModule(name)
  if (ts.isModuleDeclaration(declaration)) return holdsNames(name)
  return target.escapedName === ts.InternalSymbolName.Default ? namedByDefault(name) : null
}

/** Whether a name leads to one of the author's declarations, or to a whole module of the language. */
const leadsOut = (program: Program, declaration: ts.Declaration): boolean =>
  ts.isSourceFile(declaration) || !program.isLanguage(declaration)

/** Where a name comes into its file: the import, or the declaration itself. */
const entranceOf = (program: Program, node: ts.Identifier, declaration: ts.Declaration): ts.Node => {
  const here = program.checker.getSymbolAtLocation(node)?.declarations?.[0]
  const found = here !== undefined && here.getSourceFile() === node.getSourceFile() ? here : declaration
  return ts.getNameOfDeclaration(found) ?? node
}

const checkName = ({ program, report }: Scene, node: ts.Identifier): void => {
  const target = meaningOf(program, node)
  const declaration = target?.declarations?.[0]
  if (target === undefined || declaration === undefined || !leadsOut(program, declaration)) return
  if (ts.getNameOfDeclaration(declaration) === node) return
  const complaint = complaintOf(node.text, target, declaration)
  if (complaint !== null) report(entranceOf(program, node, declaration), complaint)
}

/** A library takes over the code of its spec declaration by declaration: each must have a name, and be called by it. */
export const checkNames = (scene: Scene): void => {
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) checkName(scene, node)
    if (ts.isImportTypeNode(node)) scene.report(node, importsInPlace)
    node.forEachChild(visit)
  }
  const roots = scene.spec.roles.map(({ node }) => node.parent)
  for (const root of [...roots, ...neededBy(scene.program, roots)]) visit(root)
}
