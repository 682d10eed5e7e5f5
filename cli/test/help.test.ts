import { expect, test } from "vitest"
import { commandNames as commands } from "../src/commands/commands.ts"
import { lockstep } from "./run.ts"

test.each([[], ["--help"], ["-h"], ["help"], ["help", "--help"], ["help", "help"]])(
  "without a command, all of them are named: %s",
  (...args: string[]) => {
    const { status, stdout } = lockstep(...args)
    for (const name of commands) expect(stdout).toMatch(new RegExp(`^ {2}${name} `, "m"))
    expect(status).toBe(0)
  },
)

test.each(commands)("%s has a help of its own, with examples and exit codes", (name) => {
  for (const flag of ["--help", "-h"]) {
    const { status, stdout } = lockstep(name, "nowhere", flag)
    expect(stdout).toMatch(new RegExp(`^lockstep ${name} `))
    expect(stdout).toContain(`\nexamples\n  lockstep ${name} `)
    expect(stdout).toContain("\nexit codes\n  0 ")
    expect(status).toBe(0)
  }
})

test("help is a word, too", () => {
  expect(lockstep("help", "check")).toMatchObject({ status: 0, stdout: lockstep("check", "--help").stdout })
  expect(lockstep("help", "chekc")).toMatchObject({ status: 2, stderr: expect.stringContaining("did you mean check?") })
})

test("the version is that of the package", () => {
  expect(lockstep("--version").stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})

test.each([
  ["a flag that is nearly one", ["check", "--jsn"], "did you mean --json? see `lockstep check --help`"],
  ["a command that is nearly one", ["genrate"], "did you mean generate? see `lockstep --help`"],
  ["a flag before any command", ["--fast"], "unknown option '--fast'  [unknown-option]\n  see `lockstep --help`"],
  [
    "a flag before its command",
    ["--exact", "check", "specs"],
    '"--exact" stands before the command  [unknown-option]\n  put options behind it: `lockstep check --exact`',
  ],
  [
    "a path from a variable that is not set",
    ["check", "docs/lock.ts", "--compare", ""],
    "option '--compare <value>' argument is empty  [unknown-option]\n  see `lockstep check --help`",
  ],
  [
    "an empty value among others",
    ["check", "--reporter", "html", "--reporter="],
    "'--reporter <value>' argument is empty",
  ],
  [
    "a report for a file that has no name",
    ["check", "--reporter", "json="],
    '"json=" names no file  [unknown-format]\n  write it like json=<file>, or json to print it',
  ],
  ["no folder for a library", ["generate", "docs/lock.ts", "--out", ""], "'--out <value>' argument is empty"],
  ["no folder for a project", ["init", ""], '"": names no folder  [no-folder]'],
  ["a name that every object has", ["toString"], 'there is no command "toString"  [unknown-command]'],
])("%s exits with 2", (_what, args, message) => {
  const { status, stderr, stdout } = lockstep(...args)
  expect(stderr).toContain(message)
  expect(stdout).toBe("")
  expect(status).toBe(2)
})
