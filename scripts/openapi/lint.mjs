import spectral from '@stoplight/spectral-core';
import rulesets from '@stoplight/spectral-rulesets';

/** Every rule of Spectral's, also those that are off by default; but three that want what isn't so. */
const RULES = {
  extends: [[rulesets.oas, 'all']],
  rules: {
    'contact-properties': 'off', // no address serves every platform team
    'license-url': 'off', // OpenAPI 3.1 §4.8.4: there is the identifier, and one excludes the other
    'openapi-tags-alphabetical': 'off', // they are in the order of a file's life
  },
};

/** What Spectral would change in a document, as `rule: place: words`. */
export async function lint(text) {
  const linter = new spectral.Spectral();
  linter.setRuleset(RULES);
  const results = await linter.run(text);
  return results.map(({ code, path, message }) => `${code}: ${path.join('/')}: ${message}`);
}
