/** The package ships no types; this much of it is used here. */
declare module "gltf-validator" {
  interface Report {
    issues: {
      numErrors: number;
      numWarnings: number;
      numInfos: number;
      numHints: number;
      messages: { code: string; message: string; severity: number; pointer?: string }[];
    };
    info: Record<string, unknown>;
  }
  interface Options {
    ignoredIssues?: string[];
    maxIssues?: number;
  }
  export function validateBytes(bytes: Uint8Array, options?: Options): Promise<Report>;
  const validator: { validateBytes: typeof validateBytes };
  export default validator;
}
