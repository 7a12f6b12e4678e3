import { format, resolveConfig } from 'prettier';

/** As `npm run format` would leave it: what is generated and checked in must pass `check:format`, too. */
export const formatted = async (text: string, filepath: string): Promise<string> =>
  format(text, { ...(await resolveConfig(filepath)), filepath });
