import { spawn } from "node:child_process"
import { once } from "node:events"
import { expect, test } from "vitest"
import { command, root } from "./run.ts"

/** A part of the platform that does not work makes what calls it fail: here the explorer's server, for which nobody waits. */
const broken = `import http from "node:http"
http.ServerResponse.prototype.writeHead = () => { throw new TypeError("planted") }`

test("a fault of the tool's that nobody waits for is not told as the spec's", async () => {
  const preload = `data:text/javascript,${encodeURIComponent(broken)}`
  const explorer = spawn(process.execPath, [command, "explore", "docs/lock.ts", "--port", "0"], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: `--import ${preload}` },
  })
  let said = ""
  explorer.stderr.on("data", (text) => (said += String(text)))
  const [address] = await once(explorer.stdout, "data")
  const ended = once(explorer, "exit")
  await fetch(String(address).trim()).catch(() => undefined)
  expect(await ended).toEqual([1, null])
  expect(said).toContain("planted")
  expect(said).toContain("this is a fault of lockstep")
  expect(said).not.toContain("[cannot-load]")
}, 20_000)
