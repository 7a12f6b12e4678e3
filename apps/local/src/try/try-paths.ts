/** What is served in local mode beside the API's own documentation, and as what. */
export const TRY_PATHS = {
  '/try': 'text/html',
  '/try/try.css': 'text/css',
  '/try/try.js': 'text/javascript',
} as const;
