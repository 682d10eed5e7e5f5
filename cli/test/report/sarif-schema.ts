import { createRequire } from "node:module"
import { Ajv } from "ajv"

const require = createRequire(import.meta.url)
/** The published schema is of draft 4, and uses nothing of it that later drafts mean otherwise but its own name. */
const { $schema: _, id: __, ...schema } = require("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json")

/** Whether something is a log of SARIF 2.1.0; why not is in its `errors`. */
export const isSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema)
