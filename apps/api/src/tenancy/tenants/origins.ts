/** The web origins that at least one tenant lists. Each is counted, because ten thousand tenants change one by one. */
export class Origins {
  readonly #tenants = new Map<string, number>();

  has(origin: string): boolean {
    return this.#tenants.has(origin);
  }

  /** Replaces the origins of one tenant. */
  replace(before: readonly string[] = [], after: readonly string[] = []): void {
    for (const origin of after) this.#tenants.set(origin, (this.#tenants.get(origin) ?? 0) + 1);
    for (const origin of before) {
      const others = this.#tenants.get(origin)! - 1;
      if (others === 0) this.#tenants.delete(origin);
      else this.#tenants.set(origin, others);
    }
  }
}
