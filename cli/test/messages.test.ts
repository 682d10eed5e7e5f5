import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { command, lockstep, root } from "./run.ts"

test.each([
  ["a path that is not there", ["check", "no/such/place"], "no/such/place: does not exist  [no-such-path]"],
  ["an unknown flag", ["check", "--fast"], "[unknown-option]"],
  ["an unknown command", ["chekc"], 'there is no command "chekc"  [unknown-command]'],
  ["a flag without its value", ["check", "--instance"], "argument missing  [unknown-option]"],
  ["a flag where a value is due", ["check", "--workers", "--exact"], "--workers is given no value: what follows it is"],
  ["less than no threads", ["check", "--workers", "-1"], '--workers does not understand "-1"  [bad-number]'],
  ["a negative seed", ["check", "specs", "--seed", "-3"], '--seed does not understand "-3"  [bad-number]'],
  ["a seed where none is used", ["check", "--exact", "--seed", "3"], "--exact and --seed cannot both be had"],
  ["a value that a flag does not take", ["check", "--exact=yes"], "does not take an argument  [unknown-option]"],
  ["no threads", ["check", "specs", "--workers", "0"], "write it like --workers 2"],
  ["half a thread", ["check", "specs", "--workers", "1.5"], '--workers does not understand "1.5"  [bad-number]'],
  ["memory in words", ["check", "specs", "--memory", "lots"], '--memory does not understand "lots"  [bad-number]'],
  ["memory without a unit", ["check", "specs", "--memory", "4"], "write it like --memory 4g"],
  ["no memory", ["check", "specs", "--memory", "0g"], '--memory does not understand "0g"  [bad-number]'],
  ["a time without a unit", ["check", "specs", "--timeout", "10"], "write it like --timeout 60s"],
  ["no time", ["check", "specs", "--timeout", "0s"], '--timeout does not understand "0s"  [bad-number]'],
  ["a seed that is no number", ["check", "specs", "--seed", "abc"], "write it like --seed 7"],
  ["a seed of more than 32 bits", ["check", "specs", "--seed", "4294967296"], "write it like --seed 7"],
  [
    "two formats",
    ["check", "specs", "--reporter", "junit", "--format", "itf"],
    "itf and junit cannot both be printed  [two-formats]\n  write one of them to a file: --reporter junit=<file>",
  ],
  [
    "two formats for a file",
    ["check", "specs", "--reporter", "junit=dist/out", "--reporter", "json=./dist/../dist/out"],
    "junit and json cannot both be written to ./dist/../dist/out  [two-formats]\n  name another file for one of them",
  ],
  ["a file of another kind", ["check", "README.md"], "README.md: is no TypeScript file  [not-a-spec]"],
  ["a path that is empty", ["check", ""], '"": does not exist  [no-such-path]'],
  ["a TypeScript file without models", ["check", "cli/src/exit.ts"], "cli/src/exit.ts: holds no model  [no-models]"],
  ["a package that is not installed", ["check", "cli/test/samples/loading/missing-package.ts"], "npm install lokstep"],
  ["nothing but what is named", ["check", "cli/test/samples/nightly.ts"], "[only-on-request]"],
  [
    "an unknown instance",
    ["check", "specs/consensus/election", "--instance", "slow"],
    "choose from alone, calm, ci, quick, watched",
  ],
  ["an unknown format", ["check", "specs", "--format", "xml"], 'there is no format "xml"  [unknown-format]'],
  ["a folder without models", ["check", "docs/decisions"], "docs/decisions: holds no model  [no-models]"],
])("%s exits with 2 and says what to do", (_what, args, message) => {
  const { status, stderr, stdout } = lockstep(...args)
  expect(stderr).toContain(message)
  expect(stdout).toBe("")
  expect(status).toBe(2)
})

/** Only Linux has a file that is always full. */
const onFullDisk = test.skipIf(!existsSync("/dev/full"))

onFullDisk.each([
  ["a report", "check docs/lock.ts"],
  ["data", "check docs/lock.ts --json"],
  ["help", "--help"],
])("%s that finds no room on the disk of the output exits with 2", (_what, words) => {
  const { status, stderr } = spawnSync("sh", ["-c", `"${process.execPath}" "${command}" ${words} >/dev/full`], {
    cwd: root,
    encoding: "utf8",
  })
  expect(stderr).toContain("standard output: cannot be written: ENOSPC: no space left on device, write  [cannot-write]")
  expect(status).toBe(2)
})

onFullDisk("where there is no room for what is said on the way, the answer is the same", () => {
  const words = `"${process.execPath}" "${command}" check docs/lock.ts 2>/dev/full`
  const { status, stdout } = spawnSync("sh", ["-c", words], { cwd: root, encoding: "utf8" })
  expect(stdout).toContain("lock · twoClients")
  expect(status).toBe(4)
})

const tooLong = "a".repeat(300)

test.each([
  ["judge", ["judge", tooLong, "--object", "register"]],
  ["replay", ["replay", tooLong, "--spec", "specs/consensus/election"]],
])("%s says of a name that no file can have that there is none", (_name, args) => {
  const { status, stderr } = lockstep(...args)
  expect(stderr).toMatch(/: (is no file|does not exist) {2}\[no-/)
  expect(status).toBe(2)
})

const election = "specs/consensus/election"

test.each([
  ["a report", ["check", "docs/lock.ts", "--reporter", "json=docs"], "docs: cannot be written: EISDIR"],
  ["a path below a file", ["check", "docs/lock.ts", "--reporter", "json=package.json/a"], "package.json/a: cannot be"],
  [
    "a failure that is kept",
    ["simulate", "specs/consensus/election/mutants.ts", "--instance", "votesTwice", "--save", "docs"],
    "docs: cannot be written: EISDIR",
  ],
  ["a library", ["generate", election, "--out", "package.json/a", "--unchecked"], "not a directory, mkdir"],
  ["a library to compare with", ["generate", election, "--out", "package.json/a", "--instance", "quick"], "mkdtemp"],
  ["a project", ["init", "package.json/a", "--yes"], "package.json/a/specs/lock/protocol.ts: cannot be written"],
])("%s that cannot be written exits with 2", (_what, args, message) => {
  const { status, stderr } = lockstep(...args)
  expect(stderr).toContain(message)
  expect(stderr).toContain("[cannot-write]")
  expect(status).toBe(2)
})

test.each(["check", "init", "doctor"])("%s in a folder that somebody took away is told what to do", (name) => {
  const gone = mkdtempSync(join(tmpdir(), "lockstep-gone-"))
  const words = `rmdir "${gone}" && "${process.execPath}" "${command}" ${name}`
  const { status, stderr } = spawnSync("sh", ["-c", words], { cwd: gone, encoding: "utf8" })
  expect(stderr).toBe(
    '.: is no more: somebody took away the folder that this runs in  [no-folder]\n  enter it anew: cd "$PWD"\n',
  )
  expect(status).toBe(2)
})
