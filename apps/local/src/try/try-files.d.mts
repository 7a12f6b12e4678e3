/** The files of the page that the build packs; see pack.ts. */
export { files } from '../../../api/src/app/docs/docs-files.d.mts';
