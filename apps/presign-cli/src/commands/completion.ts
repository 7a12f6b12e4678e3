import { UsageError, type Command } from '../command.js';
import { ExitCode } from '../exit-code.js';

/**
 * Returns the command that prints scripts for shell completion.
 *
 * @param commands returns all commands, including this one
 */
export const completion = (commands: () => readonly Command[]): Command => ({
  name: 'completion',
  summary: 'print the completion for bash',
  usage: 'bash',
  help: `Prints a script that completes commands, options and file names in bash.

Examples:
  source <(presign completion bash)
  presign completion bash > /etc/bash_completion.d/presign
`,
  options: ['bash'],
  run: ([shell], { out }) => {
    if (shell !== 'bash') throw new UsageError('Completion exists only for bash.');
    out(scriptOf(commands()));
    return Promise.resolve(ExitCode.done);
  },
});

const scriptOf = (commands: readonly Command[]): string => `_presign() {
  local current=\${COMP_WORDS[COMP_CWORD]} words=
  if [ "$COMP_CWORD" = 1 ]; then
    words='${commands.map(({ name }) => name).join(' ')} --help'
  else
    case \${COMP_WORDS[1]} in
${commands.map(({ name, options }) => `      ${name}) words='${[...options, '--help'].join(' ')}' ;;\n`).join('')}    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  case $current in -*) ;; *) [ "$COMP_CWORD" = 1 ] || COMPREPLY+=($(compgen -f -- "$current")) ;; esac
}
complete -o filenames -F _presign presign
`;
