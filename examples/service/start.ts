import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import type { ProcessWords } from "./words.ts"

/** A process that serves nodes. */
export interface Service {
  readonly pid: number
  /** Lets it end by itself. */
  readonly leave: () => void
  readonly signal: (signal: NodeJS.Signals) => void
  /** Ends with the process; `wasTold` is false if it fell down by itself. */
  readonly ended: Promise<{ readonly wasTold: boolean; readonly said: string }>
}

/** Resolves when a line of the output is "ready". */
const readiness = async (child: ChildProcess): Promise<void> => {
  if (child.stdout === null) throw new Error("the process has no output")
  for await (const line of createInterface(child.stdout)) if (line === "ready") return
  throw new Error("the process ended before it was ready")
}

/** Starts a process, and waits until it says "ready". It ends with this one. `flags` are those of node. */
export const startProcess = async (script: URL, words: unknown, flags: readonly string[] = []): Promise<Service> => {
  const child = spawn(process.execPath, [...flags, fileURLToPath(script), JSON.stringify(words)], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), "lockstep-compiled") },
  })
  let wasTold = false
  let said = ""
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text))
  const ended = once(child, "close").then(() => ({ wasTold, said }))
  try {
    await readiness(child)
  } catch (cause) {
    throw new Error(`a service did not start: ${(await ended).said}`, { cause })
  }
  child.stdout.resume()
  return {
    pid: child.pid ?? 0,
    leave() {
      wasTold = true
      child.stdin.end()
    },
    signal(signal) {
      wasTold ||= signal !== "SIGSTOP" && signal !== "SIGCONT"
      child.kill(signal)
    },
    ended,
  }
}

/** Starts a process that serves nodes. */
export const startService = (words: ProcessWords, flags: readonly string[] = []): Promise<Service> =>
  startProcess(new URL("serve.ts", import.meta.url), words, flags)

/** Below those that the system gives to callers: a process that comes back must find its port free. */
const firstPort = 10_240
const lastPort = 32_767

const isFree = async (port: number): Promise<boolean> => {
  const server = createServer()
  const listening = new Promise<boolean>((resolve) => {
    server.once("error", () => resolve(false))
    server.listen(port, "127.0.0.1", () => resolve(true))
  })
  if (!(await listening)) return false
  server.close()
  await once(server, "close")
  return true
}

/** So many ports of the loopback that nobody listens at, all different. */
export const freePorts = async (count: number): Promise<readonly number[]> => {
  const ports = new Set<number>()
  while (ports.size < count) {
    const port = firstPort + Math.floor(Math.random() * (lastPort - firstPort))
    if (!ports.has(port) && (await isFree(port))) ports.add(port)
  }
  return [...ports]
}
