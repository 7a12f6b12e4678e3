export function layOut(folder: string, images: readonly string[], tag: string): Promise<void>;
