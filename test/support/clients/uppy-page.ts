import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const SCRIPT = fileURLToPath(new URL('../../browser/pages/uppy.js', import.meta.url));

/** Returns an application's page with a file input that Uppy handles. */
export async function uppyPage(): Promise<string> {
  await using bundle = await rolldown({ input: SCRIPT, platform: 'browser' });
  const { output } = await bundle.generate({ format: 'iife' });
  const code = output[0].code.replaceAll('</script', '<\\/script');
  return `<!doctype html><link rel="icon" href="data:,"><input type="file"><script>${code}</script>`;
}
