import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { chownSync, globSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { ensurePackage } from "./packages.ts"
import { freePort } from "./port.ts"

const installed = "/usr/lib/postgresql/*/bin/postgres"
const password = "lockstep"

/** A Postgres server of its own, on the loopback and in a directory that goes with it. */
export interface PostgresServer extends AsyncDisposable {
  /** Where its one database is; the user may do everything. */
  readonly url: string
  readonly port: number
  /** The user that it runs as, unless that is the one who starts it. */
  readonly uid: number | undefined
  /** Its processes die where they are. */
  readonly kill: () => Promise<void>
  /** Starts it again on what is there, after `kill` or to change settings. */
  readonly restart: (settings?: Readonly<Record<string, string>>) => Promise<void>
}

/** The server refuses to run as root: then it runs as the user that its package has made. */
const userOfServer = (): { readonly uid?: number; readonly gid?: number } => {
  if (process.getuid?.() !== 0) return {}
  const idOf = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }))
  return { uid: idOf("-u"), gid: idOf("-g") }
}

const directoryOf = (parent: string, { uid, gid }: ReturnType<typeof userOfServer>): string => {
  const directory = mkdtempSync(join(parent, "lockstep-postgres-"))
  if (uid !== undefined && gid !== undefined) chownSync(directory, uid, gid)
  return directory
}

/** Waits until the server says that it is ready. */
const untilReady = async (server: ChildProcess): Promise<void> => {
  let said = ""
  for await (const text of server.stderr ?? []) {
    said += String(text)
    if (said.includes("ready to accept connections")) return void server.stderr?.resume()
  }
  throw new Error(`Postgres does not start:\n${said}`)
}

/** Installs Postgres if need be, and starts a server that syncs like one in production, on the disk of a directory that all may enter. */
export const startPostgres = async (parent: string = tmpdir()): Promise<PostgresServer> => {
  ensurePackage("postgresql", `ls ${installed}`)
  const bin = dirname(globSync(installed).toSorted().at(-1) ?? "")
  const user = userOfServer()
  const directory = directoryOf(parent, user)
  const data = join(directory, "data")
  const passwordFile = join(directory, "password")
  writeFileSync(passwordFile, password, { mode: 0o644 })
  const access = ["-U", "postgres", "-A", "scram-sha-256", "--pwfile", passwordFile]
  execFileSync(join(bin, "initdb"), ["-D", data, ...access, "-E", "UTF8", "--no-sync"], { ...user, cwd: directory })

  const port = await freePort()
  let server: ChildProcess | undefined

  const stop = async (signal: "SIGINT" | "SIGQUIT"): Promise<void> => {
    if (server === undefined || server.exitCode !== null) return
    const gone = once(server, "exit")
    server.kill(signal)
    await gone
  }

  const restart = async (settings: Readonly<Record<string, string>> = {}): Promise<void> => {
    await stop("SIGINT")
    const all = { listen_addresses: "127.0.0.1", port, unix_socket_directories: "", max_connections: 20, ...settings }
    const flags = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`])
    const options = { ...user, cwd: directory, stdio: ["ignore", "ignore", "pipe"] as ["ignore", "ignore", "pipe"] }
    server = spawn(join(bin, "postgres"), ["-D", data, ...flags], options)
    await untilReady(server)
  }

  const exit = () => server?.kill("SIGQUIT")
  process.once("exit", exit)
  await restart()
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    port,
    uid: user.uid,
    kill: () => stop("SIGQUIT"),
    restart,
    async [Symbol.asyncDispose]() {
      await stop("SIGINT")
      process.off("exit", exit)
      rmSync(directory, { recursive: true })
    },
  }
}
