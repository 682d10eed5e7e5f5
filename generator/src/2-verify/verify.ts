import { argumentsOf } from "../1-read/language-types.ts"
import { eachValue, reach } from "../1-read/reach.ts"
import type { Program } from "../1-read/program.ts"
import { callsOf, readAlgorithms } from "../1-read/read.ts"
import type { Spec } from "../1-read/spec.ts"
import {
  compareDiagnostics,
  type Complaint,
  type Diagnostic,
  diagnosticAt,
  toldInAlgorithm,
  toldInBoth,
} from "../diagnostic.ts"
import type { ts } from "../typescript.ts"
import { checkNames } from "./by-name.ts"
import { constructedCollections } from "./collections.ts"
import { checkDurable } from "./durable.ts"
import { patterns, statements, variables } from "./effects.ts"
import { dynamicImports, foreignImports } from "./imports.ts"
import { bareSorts, fieldLoops } from "./iteration.ts"
import { assignments, moduleConstants, moduleVariables } from "./mutation.ts"
import { missingMembers, missingNames } from "./names.ts"
import { bits, constants, divisions, extremes } from "./numbers.ts"
import { roleScene } from "./role-scene.ts"
import type { CodeRule, CodeScene, NodeRule, Scene, StateRule } from "./scene.ts"
import { literals, stateLiterals, widerStates } from "./surplus.ts"
import { switches } from "./switches.ts"
import { asynchrony, classes, generators, receivers } from "./syntax.ts"
import { checkTimers } from "./timers.ts"
import { checkTraffic } from "./traffic.ts"
import { syntaxErrors, typeErrors } from "./type-errors.ts"
import { checkReadable, checkTypes } from "./types.ts"

/** What holds for everything that is ever run: handlers, `initial` and properties. */
const purityRules: readonly CodeRule[] = [
  ...[missingNames, missingMembers, foreignImports, dynamicImports],
  ...[asynchrony, generators, receivers, classes, constructedCollections],
  ...[fieldLoops, bareSorts, extremes, assignments, moduleVariables],
]

/** What holds for algorithms: nobody compiles them, and what makes their first states may be a generator. */
const algorithmRules: readonly StateRule[] = [
  ...purityRules.filter((rule) => rule !== generators),
  stateLiterals,
  widerStates,
]

/** What holds for the code that makes states and effects. */
const stepRules: readonly NodeRule[] = [
  ...[divisions, constants, bits, switches, moduleConstants],
  ...[statements, variables, patterns, literals, widerStates],
]

const apply = <S extends CodeScene>(
  scene: S,
  rules: readonly ((scene: S, node: ts.Node) => void)[],
  pieces: readonly ts.Node[],
): void => {
  for (const piece of pieces)
    eachValue(piece, (node) => {
      for (const rule of rules) rule(scene, node)
    })
}

/** The words whose functions the checker runs, beside those of a protocol and an algorithm. */
const modelWords: readonly string[] = ["model", "external", "sequentialObject"]

/** What models and their external services can run. */
const modelPieces = (program: Program): readonly ts.Node[] =>
  reach(
    program,
    modelWords.flatMap((word) =>
      program.files.flatMap((file) => callsOf(program, file, word).flatMap((call) => [...call.arguments])),
    ),
  )

/** What algorithms can run. */
const algorithmPieces = (program: Program): readonly ts.Node[] =>
  reach(
    program,
    readAlgorithms(program).flatMap((call) => [...call.arguments]),
  )

/** The types of the variables of algorithms. */
const variableTypes = (program: Program): readonly ts.Type[] =>
  readAlgorithms(program).flatMap((call) => argumentsOf(program.checker, program.checker.getTypeAtLocation(call)))

/** Everything that is wrong with one protocol. */
const checkSpec = (scene: Scene, reportAside: Scene["report"]): void => {
  const { program, spec } = scene
  const roles = spec.roles.map((role) => roleScene(program, role))
  const steps = [...new Set(roles.flatMap(({ pieces, beginning }) => [...pieces, ...beginning]))]
  apply(scene, [...purityRules, ...stepRules], steps)
  apply({ program, report: reportAside }, purityRules, reach(program, spec.properties))
  checkReadable(scene)
  checkTypes(scene)
  checkNames(scene)
  checkTraffic(scene, roles)
  for (const role of roles) {
    checkDurable(scene, role)
    checkTimers(scene, role)
  }
}

const placeText = ({ file, line, column, code }: Diagnostic): string => `${file}:${line}:${column}:${code}`

/** What is wrong with the algorithms, by place and code. No service runs them, so that they may use any package. */
const checkAlgorithms = (program: Program): ReadonlyMap<string, Diagnostic> => {
  const found = new Map<string, Diagnostic>()
  const report = (node: ts.Node, complaint: Complaint): void => {
    if (complaint.code === "foreign-code") return
    const diagnostic = diagnosticAt(node, toldInAlgorithm(complaint))
    found.set(placeText(diagnostic), diagnostic)
  }
  apply({ program, report, stateTypes: variableTypes(program) }, algorithmRules, algorithmPieces(program))
  return found
}

/** Everything that is wrong with protocols, their models and algorithms, each thing once, in the order of the text. */
export const verify = (program: Program, specs: readonly Spec[]): readonly Diagnostic[] => {
  const unread = syntaxErrors(program)
  if (unread.length > 0) return unread.toSorted(compareDiagnostics)
  const inAlgorithms = new Map(checkAlgorithms(program))
  const found = new Map<string, Diagnostic>()
  const report = (node: ts.Node, complaint: Complaint): void => {
    const diagnostic = diagnosticAt(node, complaint)
    const place = placeText(diagnostic)
    const known = `${place}:${diagnostic.reason}`
    if (!inAlgorithms.has(place) && !found.has(known)) found.set(known, diagnostic)
  }
  /** A property may lead to the algorithm that is refined, whose words are its own; a handler never does. */
  const reportInStep = (node: ts.Node, complaint: Complaint): void => {
    const inBoth = diagnosticAt(node, toldInBoth(complaint))
    if (inAlgorithms.has(placeText(inBoth))) inAlgorithms.set(placeText(inBoth), inBoth)
    else report(node, complaint)
  }
  for (const spec of specs)
    checkSpec({ program, report: reportInStep, spec, stateTypes: spec.roles.map(({ stateType }) => stateType) }, report)
  apply({ program, report }, purityRules, modelPieces(program))
  const own = [...inAlgorithms.values(), ...found.values()]
  return [...own, ...typeErrors(program, specs.length > 0, own)].toSorted(compareDiagnostics)
}
