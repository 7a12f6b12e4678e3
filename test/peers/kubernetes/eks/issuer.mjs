/**
 * The cluster's OIDC issuer as EKS publishes it: discovery (OpenID Connect Discovery 1.0 §4) and the keys, below the
 * issuer's URL.
 */
export function issuer(url, keys) {
  const { pathname } = new URL(url);
  const pages = {
    [`${pathname}/.well-known/openid-configuration`]: discovery(url),
    [`${pathname}/keys`]: { keys },
  };
  return (request, response) => {
    const page = Object.hasOwn(pages, request.url) ? pages[request.url] : undefined;
    response.writeHead(page ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(page ?? {}));
  };
}

const discovery = (url) => ({
  issuer: url,
  jwks_uri: `${url}/keys`,
  authorization_endpoint: 'urn:kubernetes:programmatic_authorization',
  response_types_supported: ['id_token'],
  subject_types_supported: ['public'],
  claims_supported: ['sub', 'iss'],
  id_token_signing_alg_values_supported: ['RS256'],
});
