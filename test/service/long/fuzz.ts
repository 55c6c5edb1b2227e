// The fuzz test of `npm test`, with more requests and another seed.
process.env.FUZZ_REQUESTS ??= "6000";
process.env.FUZZ_SEED ??= "7";
await import("../fuzz.test.ts");
