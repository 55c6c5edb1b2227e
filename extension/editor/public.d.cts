/** The Babylon.js Editor's plugin, as the Editor loads it by its folder. */
export declare const title: string;
export declare const description: string;
/** Called by the Editor when the plugin is loaded. */
export declare function main(editor: unknown): void;
/** Called by the Editor when the plugin is taken out. */
export declare function close(editor: unknown): void;
