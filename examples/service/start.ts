import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { createServer } from "node:net"
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

const script = fileURLToPath(new URL("serve.ts", import.meta.url))

/** Resolves when a line of the output is "ready". */
const readiness = async (child: ChildProcess): Promise<void> => {
  if (child.stdout === null) throw new Error("the process has no output")
  for await (const line of createInterface(child.stdout)) if (line === "ready") return
  throw new Error("the process ended before it was ready")
}

/** Starts a process, and waits until it serves. It ends with this one. `flags` are those of node. */
export const startService = async (words: ProcessWords, flags: readonly string[] = []): Promise<Service> => {
  const child = spawn(process.execPath, [...flags, script, JSON.stringify(words)], { stdio: ["pipe", "pipe", "pipe"] })
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

/** So many ports of the loopback that nobody listens at, all different. */
export const freePorts = async (count: number): Promise<readonly number[]> => {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"))
  const ports: number[] = []
  for (const server of servers) {
    if (!server.listening) await once(server, "listening")
    const address = server.address()
    if (typeof address === "object" && address !== null) ports.push(address.port)
  }
  await Promise.all(servers.map((server) => (server.close(), once(server, "close"))))
  return ports
}
