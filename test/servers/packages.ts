import { execFileSync } from "node:child_process"
import { tmpdir } from "node:os"
import { join } from "node:path"

const apt = process.getuid?.() === 0 ? "apt-get" : "sudo -n apt-get"
const install = `${apt} install -y --no-install-recommends -o DPkg::Lock::Timeout=300`

/** Installs a Debian package unless the shell finds what it is for. Test files that run side by side wait for one another. */
export const ensurePackage = (name: string, isThere: string): void => {
  const missing = `${isThere} || ${install} ${name} || { ${apt} update && ${install} ${name}; }`
  execFileSync("flock", [join(tmpdir(), "lockstep-packages.lock"), "sh", "-c", missing], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  })
}
