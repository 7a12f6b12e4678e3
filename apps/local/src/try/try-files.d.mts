/** What the build packs of the page: see pack.ts. */
export { files } from '../../../api/src/app/docs/docs-files.d.mts';
