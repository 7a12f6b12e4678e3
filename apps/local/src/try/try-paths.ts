/** The paths that only local mode serves in addition to the API's own documentation, with their content types. */
export const TRY_PATHS = {
  '/try': 'text/html',
  '/try/try.css': 'text/css',
  '/try/try.js': 'text/javascript',
} as const;
