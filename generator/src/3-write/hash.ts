import { createHash } from "node:crypto"

/** A hash as the header and the certificate say it. */
export const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex")
