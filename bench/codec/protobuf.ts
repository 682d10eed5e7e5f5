import { create, createFileRegistry, fromBinary, toBinary } from "@bufbuild/protobuf"
import {
  type FieldDescriptorProto,
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FileDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt"
import type { Message } from "./messages.ts"

type Field = Partial<Pick<FieldDescriptorProto, "typeName" | "label" | "oneofIndex">> & {
  readonly type: FieldDescriptorProto_Type
}

const { UINT32, BOOL, STRING, MESSAGE } = FieldDescriptorProto_Type
const number: Field = { type: UINT32 }
const truth: Field = { type: BOOL }
const text: Field = { type: STRING }
const inner = (name: string): Field => ({ type: MESSAGE, typeName: `.raft.${name}` })
const repeated = (field: Field): Field => ({ ...field, label: FieldDescriptorProto_Label.REPEATED })
const one = (field: Field): Field => ({ ...field, oneofIndex: 0 })

const messageOf = (name: string, fields: Readonly<Record<string, Field>>, oneofs: readonly string[] = []) => ({
  name,
  oneofDecl: oneofs.map((name) => ({ name })),
  field: Object.entries(fields).map(([name, field], at) => ({
    name,
    jsonName: name,
    number: at + 1,
    label: FieldDescriptorProto_Label.OPTIONAL,
    ...field,
  })),
})

/** What `protoc-gen-es` would write for a proto file with the messages of Raft: descriptors, which protobuf-es reads at run time. */
const registry = createFileRegistry(
  create(FileDescriptorProtoSchema, {
    name: "raft.proto",
    package: "raft",
    syntax: "proto3",
    messageType: [
      messageOf("End", { length: number, term: number }),
      messageOf("Entry", { term: number, command: text }),
      messageOf("RequestVote", { term: number, end: inner("End") }),
      messageOf("Vote", { term: number, granted: truth }),
      messageOf("Append", {
        term: number,
        previous: inner("End"),
        entries: repeated(inner("Entry")),
        commit: number,
      }),
      messageOf("Appended", { term: number, success: truth, length: number }),
      messageOf(
        "Message",
        {
          RequestVote: one(inner("RequestVote")),
          Vote: one(inner("Vote")),
          Append: one(inner("Append")),
          Appended: one(inner("Appended")),
        },
        ["of"],
      ),
    ],
  }),
  () => undefined,
)

const schemaOf = (name: string) => {
  const schema = registry.getMessage(`raft.${name}`)
  if (schema === undefined) throw new Error(`there is no ${name}`)
  return schema
}

const schema = schemaOf("Message")

/** A message in the form that protobuf-es works with: made once, so that only bytes are measured. */
export const toProtobuf = ({ type, ...value }: Message) => create(schema, { of: { case: type, value } })

export type Prepared = ReturnType<typeof toProtobuf>

export const protobufEncode = (message: Prepared): Uint8Array => toBinary(schema, message)
export const protobufDecode = (bytes: Uint8Array): Prepared => fromBinary(schema, bytes)
