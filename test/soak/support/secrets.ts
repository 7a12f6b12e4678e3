/** Secrets that no log may contain: a signature of a URL or form, a token, or an encrypted id. */
const SECRET = /X-Amz-Signature=|X-Amz-Security-Token=|\bey[JA-Z][\w-]{10,}\.[\w-]*\./;

/** Searches the output of processes for secrets. */
export class SecretSearch {
  lines = 0;
  /** Lines that contain a secret, shortened. */
  readonly found: string[] = [];

  read(line: string): void {
    this.lines++;
    if (SECRET.test(line)) this.found.push(`${line.slice(0, 60)}…`);
  }
}
