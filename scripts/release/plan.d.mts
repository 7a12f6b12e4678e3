export function whyNoRelease(
  version: string,
  commit: { readonly status: string; readonly tags: readonly string[] },
): string | undefined;

/** Returns the URL of the repository that package.json names. */
export function repositoryUrl(): string;
