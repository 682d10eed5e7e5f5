import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { commandNames } from "../src/commands/commands.ts"
import { lockstep } from "./run.ts"

let folder = ""
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lockstep-completions-"))
  writeFileSync(join(folder, "bash"), lockstep("completions", "bash").stdout)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What bash offers behind these words. */
const completed = (...words: string[]): readonly string[] => {
  const quoted = words.map((word) => `'${word}'`).join(" ")
  const script = `. "${join(folder, "bash")}"
COMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}
$(complete -p lockstep | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout, stderr, status } = spawnSync("bash", ["-c", script], { encoding: "utf8" })
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 })
  return stdout.split("\n").filter((line) => line !== "")
}

test("bash completes commands", () => {
  expect(completed("lockstep", "")).toEqual([...commandNames, "--help", "--version"])
  expect(completed("lockstep", "ch")).toEqual(["check"])
})

test("bash completes the options of a command, and no others", () => {
  expect(completed("lockstep", "check", "--no")).toEqual(["--no-lint", "--no-cache"])
  expect(completed("lockstep", "check", "specs", "--wat")).toEqual(["--watch"])
  expect(completed("lockstep", "diff", "--wat")).toEqual([])
})

test("bash completes the values that an option knows", () => {
  expect(completed("lockstep", "check", "--reporter", "j")).toEqual(["json", "junit"])
  expect(completed("lockstep", "lint", "--format", "")).toEqual(["pretty", "json", "sarif", "github"])
  expect(completed("lockstep", "generate", "--form", "")).toEqual(["ts", "js"])
})

test("bash completes the values of an option that stands before a sign, too", () => {
  expect(completed("lockstep", "check", "--reporter", "=")).toContain("sarif")
  expect(completed("lockstep", "check", "--reporter", "=", "j")).toEqual(["json", "junit"])
  expect(completed("lockstep", "judge", "history", "--format", "=", "")).toEqual(["pretty", "json", "html"])
  expect(completed("lockstep", "check", "--reporter", "json", "=", "dist/")).toEqual([])
})

test("bash completes each word of a list, and keeps those before it", () => {
  expect(completed("lockstep", "simulate", "--faults", "loss,d")).toEqual(["loss,duplication", "loss,disk"])
  expect(completed("lockstep", "simulate", "--faults", "=", "loss,crash,ro")).toEqual(["loss,crash,rot"])
  expect(completed("lockstep", "simulate", "--faults", "loss,")).toContain("loss,crash")
})

test.each([
  ["zsh", ":value:_values -s , value loss duplication "],
  ["fish", "-a '(__fish_append , loss duplication "],
])("%s completes each word of a list", (shell, said) => {
  expect(lockstep("completions", shell).stdout).toContain(said)
})

test.each([
  [
    ["judge", "--consistency", "mono"],
    ["monotonic-reads", "monotonic-writes"],
  ],
  [
    ["judge", "--object", "l"],
    ["list", "lock"],
  ],
  [
    ["judge", "--format", ""],
    ["pretty", "json", "html"],
  ],
  [
    ["simulate", "--faults", "d"],
    ["duplication", "disk"],
  ],
  [
    ["generate", "--import-extension", ""],
    [".ts", ".js", "none"],
  ],
  [
    ["init", "--ci", ""],
    ["github", "none"],
  ],
  [
    ["completions", ""],
    ["bash", "zsh", "fish"],
  ],
  [["completions", "--js"], ["--json"]],
])("bash knows the fixed words of %j", (words, offered) => {
  expect(completed("lockstep", ...words)).toEqual(offered)
})

test("bash leaves paths to itself", () => {
  expect(completed("lockstep", "check", "spe")).toEqual([])
})

test.each(["zsh", "fish"])("%s is told every command and option", (shell) => {
  const { stdout, status } = lockstep("completions", shell)
  for (const name of commandNames) expect(stdout).toContain(name)
  expect(stdout).toContain("no-cache")
  expect(status).toBe(0)
})

test.each([
  [["tcsh"], 'there are no completions for "tcsh"  [unknown-choice]\n  choose bash, zsh or fish'],
  [[], "completions needs one shell, and was given none  [path-count]"],
])("%s exits with 2", (args, message) => {
  const { stderr, status } = lockstep("completions", ...args)
  expect(stderr).toContain(message)
  expect(status).toBe(2)
})
