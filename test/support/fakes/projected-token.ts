import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The token file of a pod, and the changes that can happen to it. kubelet replaces it before it expires, in one step.
 */
export class ProjectedToken {
  private constructor(
    /** The value of `AWS_WEB_IDENTITY_TOKEN_FILE`. */
    readonly file: string,
    private readonly issue: () => Promise<string>,
  ) {}

  static async mount(folder: string, issue: () => Promise<string>): Promise<ProjectedToken> {
    const token = new ProjectedToken(join(await mkdtemp(join(folder, 'pod-')), 'token'), issue);
    await token.rotate();
    return token;
  }

  /** Writes a new token in place of the present content. */
  async rotate(): Promise<void> {
    await this.replace(await this.issue());
  }

  /** Replaces the content of the file, by rename. */
  async replace(contents: string): Promise<void> {
    await writeFile(`${this.file}.new`, contents);
    await rename(`${this.file}.new`, this.file);
  }

  /** Writes only the first half of a new token. */
  async halfWrite(): Promise<void> {
    const token = await this.issue();
    await this.replace(token.slice(0, token.length / 2));
  }

  async remove(): Promise<void> {
    await rm(this.file);
  }
}
