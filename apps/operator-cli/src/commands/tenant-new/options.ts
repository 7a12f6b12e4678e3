import { parseArgs } from 'node:util';

/** The settings that the command line, or a Terraform output of the same name, can give. */
export const SETTINGS = {
  account: 'account',
  bucket: 'bucket',
  'role-arn': 'role_arn',
  region: 'region',
  credentials: 'credentials',
  'source-role-arn': 'source_role_arn',
  'external-id': 'external_id',
  'kms-key-arn': 'kms_key_arn',
} as const;
export type Setting = keyof typeof SETTINGS;

/** The settings of an overlay. A tenant of a shared overlay uses the shared overlay's. */
export const OF_OVERLAY = ['scale', 'host', 'image', 'cluster', 'keys'] as const;
const OWN = [...OF_OVERLAY, 'into'] as const;
export type Option = Setting | (typeof OWN)[number];
const OPTIONS: readonly string[] = [...Object.keys(SETTINGS), ...OWN];

/** The options of the command line, not yet validated. */
export interface CommandLine {
  readonly names: readonly string[];
  readonly values: ReadonlyMap<Option, string>;
  readonly outputFiles: readonly string[];
  readonly createNamespace: boolean;
  readonly errors: readonly string[];
}

/** Reads all arguments, and lists every error in their form. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const errors: string[] = [];
  const { values, tokens } = parseArgs({
    args: [...args],
    allowPositionals: true,
    strict: false,
    tokens: true,
    options: {
      ...Object.fromEntries(OPTIONS.map((name) => [name, { type: 'string' as const, multiple: true }])),
      'from-terraform-output': { type: 'string', multiple: true },
      'create-namespace': { type: 'boolean' },
    },
  });
  const given = new Map<Option, string>();
  let outputFiles: readonly string[] = [];
  const unknown = new Set<string>();
  let createNamespace = false;
  for (const [name, value] of Object.entries(values)) {
    const all = [value].flat();
    if (name === 'create-namespace') {
      createNamespace = value === true;
      if (!createNamespace) errors.push('--create-namespace takes no value');
    } else if (name !== 'from-terraform-output' && !OPTIONS.includes(name)) {
      unknown.add(name);
      errors.push(`--${name} is not an option; npm run tenant:new -- --help lists the options`);
    } else if (all.some((each) => typeof each !== 'string' || each === '')) {
      errors.push(`--${name} needs a value`);
    } else if (name === 'from-terraform-output') {
      outputFiles = all.map(String);
    } else {
      if (all.length > 1) errors.push(`--${name} is given ${all.length} times; give it once`);
      given.set(name as Option, String(all[0]));
    }
  }
  // An argument after an unknown option was meant as the option's value.
  const names = tokens.filter((token, index) => {
    const before = tokens[index - 1];
    return token.kind === 'positional' && !(before?.kind === 'option' && unknown.has(before.name));
  });
  return {
    names: names.map((token) => (token.kind === 'positional' ? token.value : '')),
    values: given,
    outputFiles,
    createNamespace,
    errors,
  };
}
