import { relative } from "node:path"

/** How a file is called from where the command runs, with slashes everywhere. */
export const fileName = (file: string): string => relative(process.cwd(), file).replaceAll("\\", "/") || file
