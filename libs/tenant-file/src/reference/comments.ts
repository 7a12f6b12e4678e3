import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** The source files of the tenant file's classes. */
const SOURCES = [
  '../tenant-file.ts',
  '../directory/platform-file.ts',
  '../directory/team-file.ts',
  '../credentials-entry.ts',
  ...['issuer', 'attribution', 'limits', 'encryption', 'cors', 'grant', 'grant-limits'].map(
    (name) => `../entries/${name}-entry.ts`,
  ),
];

/** Returns the text of the classes' comments, by class and by `Class.member`. */
export function readComments(): ReadonlyMap<string, string> {
  const comments = new Map<string, string>();
  for (const source of SOURCES) {
    const path = fileURLToPath(new URL(source, import.meta.url));
    const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
    for (const type of file.statements.filter(ts.isClassDeclaration)) {
      const name = type.name!.text;
      comments.set(name, commentOf(type));
      for (const [inherited, comment] of membersOf(baseOf(type), comments)) {
        comments.set(`${name}.${inherited}`, comment);
      }
      for (const member of type.members.filter(ts.isPropertyDeclaration)) {
        comments.set(`${name}.${member.name.getText(file)}`, commentOf(member));
      }
    }
  }
  return comments;
}

/** Returns the members of a base class. Base classes come before the classes that extend them. */
const membersOf = (
  base: string,
  comments: ReadonlyMap<string, string>,
): [member: string, comment: string][] =>
  [...comments]
    .filter(([name]) => name.startsWith(`${base}.`))
    .map(([name, comment]) => [name.slice(base.length + 1), comment]);

const baseOf = ({ heritageClauses }: ts.ClassDeclaration): string =>
  heritageClauses?.[0]?.types[0]?.expression.getText() ?? '';

function commentOf(node: ts.Node): string {
  const [comment] = ts.getJSDocCommentsAndTags(node);
  const text = comment && ts.isJSDoc(comment) ? ts.getTextOfJSDocComment(comment.comment) : undefined;
  return (text ?? '').replaceAll(/\s*\n\s*/g, ' ');
}
