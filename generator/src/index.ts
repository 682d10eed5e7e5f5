export type { Field, RecordShape, Shape, UnionShape } from "./1-read/shape.ts"
export type { Exchange, Handler, Heard, Kind, RoleSpec, Spec, Unsupported } from "./1-read/spec.ts"
export { type Analysis, analyse } from "./analyse.ts"
export { type Code, codes, type Diagnostic } from "./diagnostic.ts"
