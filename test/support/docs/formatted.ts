import { format, resolveConfig } from 'prettier';

/** Formats a text as `npm run format` does, since generated files in the repository must pass `check:format` too. */
export const formatted = async (text: string, filepath: string): Promise<string> =>
  format(text, { ...(await resolveConfig(filepath)), filepath });
