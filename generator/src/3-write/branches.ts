import { placeOf } from "../place.ts"
import { ts } from "../typescript.ts"
import { type Branch, type CountedBranch, countersName } from "./counters.ts"
import type { Edit } from "./protocol.ts"

/** Code that counts its branches. */
export interface Counting {
  readonly editsOf: (root: ts.Node) => readonly Edit[]
  readonly branches: readonly CountedBranch[]
  /** What declares the counters: the first line of the file. */
  readonly declaration: () => string
}

/** What a role shows of its state is asked for by applications, and not by a protocol. */
const isShown = (node: ts.Node): boolean =>
  ts.isPropertyAssignment(node) && node.name.getText() === "views" && ts.isCallExpression(node.parent.parent)

/** Whether a statement begins with this: a parenthesis there would belong to the line before. */
const beginsStatement = (node: ts.Node): boolean => {
  for (let at = node; at.getStart() === node.getStart(); at = at.parent) if (ts.isExpressionStatement(at)) return true
  return false
}

const rightOutcomes = new Map<ts.SyntaxKind, readonly [right: Branch["outcome"], short: Branch["outcome"]]>([
  [ts.SyntaxKind.AmpersandAmpersandToken, ["true", "false"]],
  [ts.SyntaxKind.BarBarToken, ["false", "true"]],
  [ts.SyntaxKind.QuestionQuestionToken, ["null", "not null"]],
])

const isShortcut = (node: ts.Node): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) && rightOutcomes.has(node.operatorToken.kind)

const before = (node: ts.Node, text: string): Edit => ({ start: node.getStart(), end: node.getStart(), text })
const after = (node: ts.Node, text: string): Edit => ({ start: node.getEnd(), end: node.getEnd(), text })

/** Begins to count. */
export const countBranches = (): Counting => {
  const branches: CountedBranch[] = []
  let counters = 0

  const add = (condition: ts.Node, outcome: Branch["outcome"], counter: number, less?: number): void => {
    const text = condition.getText().replace(/\s+/g, " ")
    branches.push({ place: placeOf(condition), condition: text, outcome, counter, ...(less !== undefined && { less }) })
  }

  const next = (): readonly [counter: number, text: string] => [counters, `${countersName}[${counters++}]++`]

  const expression = (node: ts.Expression, inner: readonly Edit[]): readonly [counter: number, edits: Edit[]] => {
    const [counter, text] = next()
    return [counter, [before(node, `(${text}, `), ...inner, after(node, ")")]]
  }

  const statement = (node: ts.Statement): readonly [counter: number, edits: Edit[]] => {
    const [counter, text] = next()
    return [counter, [before(node, `{ ${text}; `), ...visit(node), after(node, " }")]]
  }

  const ofIf = (node: ts.IfStatement): Edit[] => {
    const [holds, then] = statement(node.thenStatement)
    add(node.expression, "true", holds)
    const condition = visit(node.expression)
    if (node.elseStatement !== undefined) {
      const [fails, otherwise] = statement(node.elseStatement)
      add(node.expression, "false", fails)
      return [...condition, ...then, ...otherwise]
    }
    const [fails, text] = next()
    add(node.expression, "false", fails)
    return [...condition, ...then, after(node.thenStatement, ` else { ${text} }`)]
  }

  const ofConditional = (node: ts.ConditionalExpression): Edit[] => {
    const [holds, then] = expression(node.whenTrue, visit(node.whenTrue))
    const [fails, otherwise] = expression(node.whenFalse, visit(node.whenFalse))
    add(node.condition, "true", holds)
    add(node.condition, "false", fails)
    return [...visit(node.condition), ...then, ...otherwise]
  }

  /** What is asked on the left, with how often it is: in `a && b && c`, that is `b`, as often as `a` lets it. */
  const askedOn = ({ left, operatorToken }: ts.BinaryExpression) => {
    if (ts.isBinaryExpression(left) && left.operatorToken.kind === operatorToken.kind) {
      const { edits, goesOn } = shortcut(left)
      return { condition: left.right, edits, asked: goesOn }
    }
    const [asked, edits] = expression(left, visit(left))
    return { condition: left, edits, asked }
  }

  const shortcut = (node: ts.BinaryExpression): { readonly edits: readonly Edit[]; readonly goesOn: number } => {
    const { condition, edits, asked } = askedOn(node)
    const [goesOn, right] = expression(node.right, visit(node.right))
    const [onRight, onShort] = rightOutcomes.get(node.operatorToken.kind) ?? ["true", "false"]
    add(condition, onRight, goesOn)
    add(condition, onShort, asked, goesOn)
    return { edits: [...edits, ...right], goesOn }
  }

  const ofClause = (node: ts.CaseOrDefaultClause): Edit[] => {
    const [counter, text] = next()
    add(ts.isCaseClause(node) ? node.expression : node, "case", counter)
    const [first] = node.statements
    const inner = children(node)
    return first === undefined ? [...inner, after(node, ` ${text};`)] : [before(first, `${text}; `), ...inner]
  }

  const children = (node: ts.Node): Edit[] => {
    const edits: Edit[] = []
    ts.forEachChild(node, (child) => void edits.push(...visit(child)))
    return edits
  }

  const visit = (node: ts.Node): Edit[] => {
    if (ts.isTypeNode(node) || isShown(node)) return []
    if (ts.isIfStatement(node)) return ofIf(node)
    if (ts.isConditionalExpression(node)) return ofConditional(node)
    if (ts.isCaseOrDefaultClause(node)) return ofClause(node)
    if (isShortcut(node) && !beginsStatement(node)) return [...shortcut(node).edits]
    return children(node)
  }

  return {
    editsOf: visit,
    branches,
    declaration: () => `export const ${countersName} = new Uint32Array(${counters})\n`,
  }
}
