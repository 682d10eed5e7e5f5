import type { Program } from "../1-read/program.ts"
import { isTopLevel } from "../1-read/reach.ts"
import { ts } from "../typescript.ts"
import { eachIdentifier, meaningOf } from "../1-read/declarations.ts"

/** Gives every declaration that comes into one file a name of its own there. */
export interface Namer {
  /** A name that nothing has. */
  readonly fresh: (wanted: string) => string
  readonly isTaken: (name: string) => boolean
  /** Keeps a name for a word of the language. */
  readonly reserve: (name: string) => void
  readonly give: (symbol: ts.Symbol) => void
  /** What an identifier reads as in the emitted file; `null` where it stays as it is. */
  readonly of: (node: ts.Identifier) => string | null
}

const isModuleMember = (declaration: ts.Declaration): boolean =>
  ts.isSourceFile(declaration.parent) ||
  (ts.isVariableDeclaration(declaration) && ts.isSourceFile(declaration.parent.parent.parent))

/** Whether a symbol is a word that the language exports, and no name of its standard library, which is in scope without an import. */
export const isImported = (program: Program, symbol: ts.Symbol): boolean =>
  (symbol.declarations ?? []).some(
    (declaration) =>
      program.isLanguage(declaration) &&
      ts.isExternalModule(declaration.getSourceFile()) &&
      isModuleMember(declaration),
  )

/** The names of parameters and local constants: a name from outside must not be one of them where it is not already. */
const localNames = (roots: readonly ts.Node[]): ReadonlySet<string> => {
  const names = new Set<string>()
  for (const root of roots)
    eachIdentifier(root, ({ parent, text }) => {
      const isDeclared = ts.isParameter(parent) || ts.isBindingElement(parent) || ts.isVariableDeclaration(parent)
      if (isDeclared && !isTopLevel(parent)) names.add(text)
    })
  return names
}

/** What some code calls by another name than its own: imported with `as`. */
const aliased = (program: Program, roots: readonly ts.Node[]): ReadonlySet<ts.Symbol> => {
  const symbols = new Set<ts.Symbol>()
  for (const root of roots)
    eachIdentifier(root, (node) => {
      const symbol = meaningOf(program, node)
      if (symbol !== undefined && symbol.name !== node.text) symbols.add(symbol)
    })
  return symbols
}

/** Names for what some code needs: those of the author where two files do not claim the same, and those of the language. */
export const namer = (program: Program, roots: readonly ts.Node[]): Namer => {
  const names = new Map<ts.Symbol, string>()
  const taken = new Set<string>()
  const locals = localNames(roots)
  const others = aliased(program, roots)

  const freshBeside = (avoided: ReadonlySet<string>, wanted: string): string => {
    let free = wanted
    for (let count = 2; taken.has(free) || avoided.has(free); count++) free = `${wanted}${count}`
    taken.add(free)
    return free
  }

  const none: ReadonlySet<string> = new Set()
  const fresh = (wanted: string): string => freshBeside(taken.has(wanted) ? locals : none, wanted)

  return {
    fresh,
    isTaken: (name) => taken.has(name),
    reserve: (name) => {
      taken.add(name)
    },
    give: (symbol) => {
      if (names.has(symbol)) return
      names.set(symbol, others.has(symbol) ? freshBeside(locals, symbol.name) : fresh(symbol.name))
    },
    of: (node) => {
      const symbol = meaningOf(program, node)
      if (symbol === undefined) return null
      return names.get(symbol) ?? (isImported(program, symbol) ? symbol.name : null)
    },
  }
}
