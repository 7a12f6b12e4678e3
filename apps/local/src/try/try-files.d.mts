/** What the build packs of the page: see pack.ts. */
export { files } from '../../../api/src/docs/docs-files.mjs';
