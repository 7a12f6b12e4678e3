import type { FastifyInstance } from 'fastify';
import { OWN_FILES_ONLY, redirectSlash, servePacked } from '../../../api/src/app/docs/serve-packed.js';
import { TRY_PATHS } from './try-paths.js';

/**
 * Serves the page at `/try`. The page contains no token: the token is in the fragment of the address that `npm start`
 * prints, and browsers never send fragments.
 *
 * @param s3 the origin to which pages send files, in addition to their own server
 */
export function serveTry(server: FastifyInstance, s3: string): void {
  servePacked(server, {
    paths: TRY_PATHS,
    load: () => import('#try-files'),
    policy: {
      ...OWN_FILES_ONLY,
      'connect-src': `'self' ${s3}`,
      'img-src': 'data:', // for the icon
      'require-trusted-types-for': "'script'",
    },
  });
  redirectSlash(server, '/try');
}
