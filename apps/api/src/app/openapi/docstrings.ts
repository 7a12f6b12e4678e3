import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** The docstrings of classes and their members, read from the source. They become the descriptions of the document. */
export class Docstrings {
  readonly #sources = new Map<string, string>();
  readonly #classes = new Map<string, Documented>();

  /**
   * Reads all source files of a folder.
   *
   * @param folder of TypeScript sources
   */
  static read(folder: string): Docstrings {
    const docstrings = new Docstrings();
    const files = globSync('**/*.ts', { cwd: folder, exclude: ['**/*.spec.ts', '**/*.d.ts'] });
    for (const file of files) docstrings.add(readFileSync(join(folder, file), 'utf8'));
    return docstrings;
  }

  /** Adds a source text. It is parsed only when one of its classes is requested, because most are never requested. */
  add(source: string): void {
    for (const [, name] of source.matchAll(CLASS)) this.#sources.set(name!, source);
  }

  ofClass(name: string): string | undefined {
    return this.#find(name)?.text;
  }

  /** Returns the docstring of a member. A member without a docstring inherits that of its base class. */
  ofMember(name: string, member: string): string | undefined {
    const found = this.#find(name);
    return found && (found.members.get(member) ?? this.ofMember(found.base ?? '', member));
  }

  #find(name: string): Documented | undefined {
    const source = this.#sources.get(name);
    if (source !== undefined && !this.#classes.has(name)) this.#parse(source);
    return this.#classes.get(name);
  }

  #parse(source: string): void {
    const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true);
    for (const declaration of file.statements.filter(ts.isClassDeclaration)) {
      const members = declaration.members.map((member) => [nameOf(member), textOf(member)] as const);
      this.#classes.set(nameOf(declaration), {
        text: textOf(declaration),
        base: declaration.heritageClauses?.[0]?.types[0]?.expression.getText(),
        members: new Map(members),
      });
    }
  }
}

const CLASS = /^\s*(?:export )?(?:abstract )?class (\w+)/gm;

interface Documented {
  readonly text: string | undefined;
  readonly base: string | undefined;
  readonly members: ReadonlyMap<string, string | undefined>;
}

const nameOf = ({ name }: ts.NamedDeclaration): string =>
  name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : '';

/** Returns the text before the first tag, on one line. */
function textOf(node: ts.Node): string | undefined {
  const docs = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return ts
    .getTextOfJSDocComment(docs.at(-1)?.comment)
    ?.replace(/\s*\n\s*/g, ' ')
    .trim();
}
