import type { FastifyInstance } from 'fastify';
import { OWN_FILES_ONLY, redirectSlash, servePacked } from '../../../api/src/app/docs/serve-packed.js';
import { TRY_PATHS } from './try-paths.js';

/**
 * The page at `/try`. It holds no token: that is in the fragment of the address that `npm start` prints, which browsers
 * never send.
 *
 * @param s3 where pages send files, besides their own server
 */
export function serveTry(server: FastifyInstance, s3: string): void {
  servePacked(server, {
    paths: TRY_PATHS,
    load: () => import('#try-files'),
    policy: {
      ...OWN_FILES_ONLY,
      'connect-src': `'self' ${s3}`,
      'img-src': 'data:', // the icon
      'require-trusted-types-for': "'script'",
    },
  });
  redirectSlash(server, '/try');
}
