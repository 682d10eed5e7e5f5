import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join, relative } from "node:path"
import { checkCertificate } from "@lockstep/generator/generate"
import { afterEach, beforeEach, expect, test } from "vitest"
import { cutShort, damagesOf } from "./damage.ts"
import { lockstep, root } from "./run.ts"

const spec = "specs/transactions/two-phase-commit"
let out = ""
beforeEach(() => {
  mkdirSync(join(root, "cli/test/dist"), { recursive: true })
  out = relative(root, mkdtempSync(join(root, "cli/test/dist/certificate-")))
  cpSync(join(root, "examples/generated/two-phase-commit"), join(root, out), { recursive: true })
})
afterEach(() => rmSync(join(root, out), { recursive: true, force: true }))

const certificate = (): string => join(root, out, "certificate.json")

test("a certificate that is damaged anywhere is found out", () => {
  const text = readFileSync(certificate(), "utf8")
  expect(checkCertificate(join(root, out))).toEqual([])
  for (const damaged of [...cutShort(text), ...damagesOf(text)]) {
    if (damaged === JSON.stringify(JSON.parse(text))) continue
    writeFileSync(certificate(), damaged)
    expect(checkCertificate(join(root, out)), damaged).not.toEqual([])
  }
})

test.each([
  ["cut short", (text: string) => text.slice(0, 300), "bad-certificate"],
  ["without files", (text: string) => text.replace(/"files": \{[^}]*\}/, '"files": null'), "bad-certificate"],
  ["without sources", (text: string) => text.replace(/"sources": \{[^}]*\}/, '"sources": null'), "bad-certificate"],
  ["that names a file elsewhere", (text: string) => text.replace('"codec.ts"', '"../codec.ts"'), "bad-certificate"],
])("a certificate %s is told, and generated anew", (_what, damage, what) => {
  writeFileSync(certificate(), damage(readFileSync(certificate(), "utf8")))
  const { status, stdout } = lockstep("generate", spec, "--out", out, "--check")
  expect(stdout).toContain(`[${what}]`)
  expect(stdout).toContain(`1 file is out of date: write anew with \`lockstep generate ${spec} --out ${out}\``)
  expect(status).toBe(8)
  expect(lockstep("generate", spec, "--out", out, "--unchecked")).toMatchObject({ status: 0 })
  expect(lockstep("generate", spec, "--out", out, "--check")).toMatchObject({ status: 0 })
})

test("a library without its certificate is generated anew, and a folder of somebody else's is not even compared", () => {
  rmSync(certificate())
  expect(lockstep("generate", spec, "--out", out, "--unchecked")).toMatchObject({ status: 0 })
  const foreign = lockstep("generate", spec, "--out", spec, "--check")
  expect(foreign.stderr).toContain(`${spec}: holds something that lockstep did not write  [foreign-folder]`)
  expect(foreign.status).toBe(2)
})
