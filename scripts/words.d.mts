export function valeProgram(env?: NodeJS.ProcessEnv): string;
export function whyNoVale(env?: NodeJS.ProcessEnv): string | undefined;
export function wordFindings(paths: readonly string[]): string[];
export function checkedFiles(): string[];
