export { layer, type TraceOptions } from "./files.ts"
export { type TraceFile, TraceRecording, type TraceStore } from "./sink.ts"
export { lively, plain } from "./value.ts"
