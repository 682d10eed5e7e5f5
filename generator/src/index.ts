export type { Field, RecordShape, Shape, UnionShape } from "./1-read/shape.ts"
export type { Exchange, Handler, Heard, Kind, RoleSpec, Spec, Unsupported } from "./1-read/spec.ts"
export { type Analysis, analyse } from "./analyse.ts"
export { type Place, placeOf } from "./place.ts"
export { type Code, codes, type Diagnostic } from "./diagnostic.ts"
export { writeCodecs, type WriteOptions, type WrittenCodecs } from "./3-write/codec.ts"
export { type DurableUnit, type MessagesUnit, type Unit, unitsOf, type ValueUnit } from "./3-write/units.ts"
export { type Change, compareSpecs, type Comparison } from "./diff.ts"
export type { WrittenFile } from "./3-write/write.ts"
export { describeMismatch, type Mismatch } from "./4-validate/mismatch.ts"
export type { Certificate, CertifiedInstance, Form, ImportExtension } from "./5-certify/certificate.ts"
export type { Drifted } from "./5-certify/drift.ts"
export {
  checkCertificate,
  checkDrift,
  generate,
  type Generated,
  type GenerateOptions,
  type Refused,
} from "./generate.ts"
export { type Mutation, mutated, mutationsOf } from "./mutate/mutations.ts"
export { type Operator, operators } from "./mutate/replacement.ts"
export { specHashOf } from "./spec-hash.ts"
export { type InMemory, type InMemoryOptions, loadInMemory } from "./in-memory.ts"
