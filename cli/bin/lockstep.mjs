#!/usr/bin/env node
import * as modules from "node:module"

const [major, minor] = process.versions.node.split(".").map(Number)
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(`lockstep needs Node 22.19 or newer, and this is ${process.versions.node}.\n`)
  process.exit(2)
}
// What was compiled once starts in half the time, in the threads of this process too: they are told by the environment.
const { directory } = modules.enableCompileCache()
if (directory !== undefined) process.env.NODE_COMPILE_CACHE ??= directory
const { runAlone } = await import("../src/ending.ts")
void runAlone(process.argv.slice(2))
