/** A path as a shell takes it for one word, so that a command that we print can be run as it stands. */
export const shellWord = (path: string): string =>
  /^[^\s"'`$&|;<>()*?!#~{}[\]]+$/.test(path) ? path : `"${path.replace(/["$`]/g, "\\$&")}"`
