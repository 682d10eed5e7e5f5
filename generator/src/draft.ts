import { type NoSubject, openSubject } from "./1-read/subject.ts"
import { verify } from "./2-verify/verify.ts"
import { type WriteOptions, type Written, writeFiles } from "./3-write/write.ts"
import { type Outline, outlineOf } from "./4-validate/outline.ts"
import type { Form } from "./5-certify/certificate.ts"
import { inForm } from "./5-certify/form.ts"
import type { Diagnostic } from "./diagnostic.ts"
import { specFile } from "./spec-file.ts"

/** How a library is drafted. */
export interface DraftOptions extends WriteOptions {
  readonly form: Form
}

/** A library as text, with what it must show of its spec: plain data, which another thread can make. */
export interface Draft {
  readonly kind: "draft"
  readonly written: Written
  readonly outline: Outline
}

/** Why a spec gives no library, before anything is explored. */
export type Unwritable = { readonly kind: "refused" } & (
  NoSubject | { readonly why: "diagnostics"; readonly diagnostics: readonly Diagnostic[] }
)

/** Reads and verifies a spec, and writes its library in memory. */
export const draft = (path: string, options: DraftOptions): Draft | Unwritable => {
  const subject = openSubject(specFile(path))
  if (subject.kind === "refused") return subject
  const { program, spec, specs } = subject
  const diagnostics = verify(program, specs)
  if (diagnostics.length > 0) return { kind: "refused", why: "diagnostics", diagnostics }
  const written = writeFiles(program, spec, options)
  const files = inForm(written.files, options.form)
  return { kind: "draft", written: { ...written, files }, outline: outlineOf(spec) }
}
