import protobuf from "protobufjs";

/** The part of onnx.proto3 (IR version 9) that the builder writes, as a protobufjs JSON descriptor. */
const DESCRIPTOR = {
  nested: {
    onnx: {
      nested: {
        AttributeProto: {
          fields: {
            name: { id: 1, type: "string" },
            f: { id: 2, type: "float" },
            i: { id: 3, type: "int64" },
            s: { id: 4, type: "bytes" },
            ints: { id: 8, type: "int64", rule: "repeated" },
            type: { id: 20, type: "int32" },
          },
        },
        NodeProto: {
          fields: {
            input: { id: 1, type: "string", rule: "repeated" },
            output: { id: 2, type: "string", rule: "repeated" },
            name: { id: 3, type: "string" },
            opType: { id: 4, type: "string" },
            attribute: { id: 5, type: "AttributeProto", rule: "repeated" },
            domain: { id: 7, type: "string" },
          },
        },
        StringStringEntryProto: {
          fields: { key: { id: 1, type: "string" }, value: { id: 2, type: "string" } },
        },
        TensorProto: {
          fields: {
            dims: { id: 1, type: "int64", rule: "repeated" },
            dataType: { id: 2, type: "int32" },
            name: { id: 8, type: "string" },
            rawData: { id: 9, type: "bytes" },
            externalData: { id: 13, type: "StringStringEntryProto", rule: "repeated" },
            dataLocation: { id: 14, type: "int32" },
          },
        },
        Dimension: { fields: { dimValue: { id: 1, type: "int64" } } },
        TensorShapeProto: { fields: { dim: { id: 1, type: "Dimension", rule: "repeated" } } },
        TensorTypeProto: {
          fields: { elemType: { id: 1, type: "int32" }, shape: { id: 2, type: "TensorShapeProto" } },
        },
        TypeProto: { fields: { tensorType: { id: 1, type: "TensorTypeProto" } } },
        ValueInfoProto: { fields: { name: { id: 1, type: "string" }, type: { id: 2, type: "TypeProto" } } },
        GraphProto: {
          fields: {
            node: { id: 1, type: "NodeProto", rule: "repeated" },
            name: { id: 2, type: "string" },
            initializer: { id: 5, type: "TensorProto", rule: "repeated" },
            input: { id: 11, type: "ValueInfoProto", rule: "repeated" },
            output: { id: 12, type: "ValueInfoProto", rule: "repeated" },
          },
        },
        OperatorSetIdProto: { fields: { domain: { id: 1, type: "string" }, version: { id: 2, type: "int64" } } },
        ModelProto: {
          fields: {
            irVersion: { id: 1, type: "int64" },
            producerName: { id: 2, type: "string" },
            graph: { id: 7, type: "GraphProto" },
            opsetImport: { id: 8, type: "OperatorSetIdProto", rule: "repeated" },
          },
        },
      },
    },
  },
};

/** Message type onnx.ModelProto. */
export const ModelProto = protobuf.Root.fromJSON(DESCRIPTOR).lookupType("onnx.ModelProto");

/** TensorProto.DataType numbers. */
export const DATA_TYPES = { float32: 1, int8: 3, int32: 6, int64: 7, bool: 9, float16: 10 } as const;

/** AttributeProto.AttributeType numbers. */
export const ATTRIBUTE_TYPES = { float: 1, int: 2, string: 3, ints: 7 } as const;

export const IR_VERSION = 9;
export const OPSET = 20;
