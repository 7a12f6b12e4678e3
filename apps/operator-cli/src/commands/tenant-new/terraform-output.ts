import { readFileSync } from 'node:fs';
import { fields, get } from '../../kustomize/data.js';
import { SETTINGS, type Setting } from './options.js';
import { readTerms, type Terms } from './terms.js';

/** The outputs of a root module, as settings. Other outputs are ignored. */
export interface TerraformOutput {
  readonly values: ReadonlyMap<Setting, string>;
  /** The terms; `undefined` if the module isn't ours and has none. */
  readonly terms: Terms | undefined;
  readonly errors: readonly string[];
}

/** Reads Terraform's outputs. @param file the file with what `terraform output -json` or `tofu output -json` printed */
export function readTerraformOutput(file: string): TerraformOutput {
  const values = new Map<Setting, string>();
  const refuse = (error: string) => ({ values, terms: undefined, errors: [`${file}: ${error}`] });
  let outputs: Record<string, unknown>;
  try {
    outputs = fields(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof SyntaxError)
      return refuse('isn’t JSON; write the file with terraform output -json > FILE');
    return refuse(code === 'ENOENT' ? 'the file does not exist' : (error as Error).message);
  }
  const errors: string[] = [];
  for (const [setting, name] of Object.entries(SETTINGS) as [Setting, string][]) {
    const value = get(outputs, name, 'value');
    if (value === undefined || value === null) continue;
    if (typeof value === 'string' && value !== '') values.set(setting, value);
    else errors.push(`${file}: output ${name} must be a string that isn’t empty`);
  }
  if (values.size === 0 && errors.length === 0) {
    return refuse(`has none of the outputs ${Object.values(SETTINGS).join(', ')}`);
  }
  return { values, terms: readTerms(get(outputs, 'agreement', 'value')), errors };
}
