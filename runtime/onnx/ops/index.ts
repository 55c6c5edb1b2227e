export * from "./arithmetic.ts";
export * from "./broadcast.ts";
export * from "./conv.ts";
export * from "./layout.ts";
export * from "./linear.ts";
export * from "./norm.ts";
export * from "./reduce.ts";
