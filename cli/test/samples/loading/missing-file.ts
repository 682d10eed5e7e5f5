import { lock } from "./lokc.ts"

export const oneLock = lock
