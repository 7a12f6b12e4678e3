import spectral from '@stoplight/spectral-core';
import rulesets from '@stoplight/spectral-rulesets';

/** All rules of Spectral, including those that are off by default, except three that don't fit this API. */
const RULES = {
  extends: [[rulesets.oas, 'all']],
  rules: {
    'contact-properties': 'off', // no single contact is right for every platform team
    'license-url': 'off', // the license has an identifier, which excludes a URL (OpenAPI 3.1 §4.8.4)
    'openapi-tags-alphabetical': 'off', // the tags are in the order of a file's life
  },
};

/** Returns Spectral's findings in a document, as `rule: place: words`. */
export async function lint(text) {
  const linter = new spectral.Spectral();
  linter.setRuleset(RULES);
  const results = await linter.run(text);
  return results.map(({ code, path, message }) => `${code}: ${path.join('/')}: ${message}`);
}
