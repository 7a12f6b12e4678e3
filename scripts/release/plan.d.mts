export function whyNoRelease(
  version: string,
  commit: { readonly status: string; readonly tags: readonly string[] },
): string | undefined;
