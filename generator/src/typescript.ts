import { createRequire } from "node:module"
import type typescript from "typescript"

/** What the compiler exports, typed by its own declarations: the boundary where it is loaded. */
const load = (): typeof typescript => createRequire(import.meta.url)("typescript")

/**
 * The compiler API: this is the only file that knows where it comes from. An `import` would read nine megabytes three times: to see
 * which kind of module they are, what they export, and what they do.
 */
export const ts: typeof typescript = load()

/** The types of the compiler that are spoken of here. */
export declare namespace ts {
  type BinaryExpression = typescript.BinaryExpression
  type BindingElement = typescript.BindingElement
  type BindingName = typescript.BindingName
  type CallExpression = typescript.CallExpression
  type CaseOrDefaultClause = typescript.CaseOrDefaultClause
  type CompilerHost = typescript.CompilerHost
  type CompilerOptions = typescript.CompilerOptions
  type ConditionalExpression = typescript.ConditionalExpression
  type Declaration = typescript.Declaration
  type Diagnostic = typescript.Diagnostic
  type ElementAccessExpression = typescript.ElementAccessExpression
  type Expression = typescript.Expression
  type FunctionDeclaration = typescript.FunctionDeclaration
  type FunctionLikeDeclaration = typescript.FunctionLikeDeclaration
  type Identifier = typescript.Identifier
  type IfStatement = typescript.IfStatement
  type ImportDeclaration = typescript.ImportDeclaration
  type InterfaceDeclaration = typescript.InterfaceDeclaration
  type Node = typescript.Node
  type ObjectBindingPattern = typescript.ObjectBindingPattern
  type ObjectLiteralElementLike = typescript.ObjectLiteralElementLike
  type ObjectLiteralExpression = typescript.ObjectLiteralExpression
  type ObjectType = typescript.ObjectType
  type ParameterDeclaration = typescript.ParameterDeclaration
  type PropertyAccessExpression = typescript.PropertyAccessExpression
  type PropertyName = typescript.PropertyName
  type SourceFile = typescript.SourceFile
  type SpreadAssignment = typescript.SpreadAssignment
  type Statement = typescript.Statement
  type StringLiteralLike = typescript.StringLiteralLike
  type Symbol = typescript.Symbol
  type SyntaxKind = typescript.SyntaxKind
  type TupleType = typescript.TupleType
  type Type = typescript.Type
  type TypeAliasDeclaration = typescript.TypeAliasDeclaration
  type TypeChecker = typescript.TypeChecker
  type TypeNode = typescript.TypeNode
  type TypeReference = typescript.TypeReference
  type UnionType = typescript.UnionType
  type VariableDeclaration = typescript.VariableDeclaration
}
