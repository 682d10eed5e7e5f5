/** Whether a package.json has Node take the files beside it for modules; one that is no JSON does not. */
export const saysModule = (manifest: string): boolean => {
  try {
    const said: unknown = JSON.parse(manifest)
    return typeof said === "object" && said !== null && "type" in said && said.type === "module"
  } catch {
    return false
  }
}
