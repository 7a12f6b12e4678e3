import { parsePrefix } from '../prefix-template.js';
import type { TextRule } from './text-rule.js';

const ENDS_LIKE_A_FOLDER = /^(?:|[^\p{Cc}]*\/)$/u;
const wanted = 'must be a prefix that is empty or ends in "/", such as users/';

/** The rule for a prefix of a grant, which may name claims. */
export const GRANT_PREFIX: TextRule = {
  pattern: ENDS_LIKE_A_FOLDER,
  wanted,
  wrong(text) {
    if (text.replaceAll(/\$\{[^{}]*\}/g, '').includes('${'))
      return `has a "\${" without its "}"; ${CLAIM_FIX}`;
    if (!ENDS_LIKE_A_FOLDER.test(text)) return wanted;
    return parsePrefix(text) ? undefined : `has a "\${…}" that does not name a claim; ${CLAIM_FIX}`;
  },
};

/** The rule for the tenant's own prefix, which is the same for all callers. */
export const KEY_PREFIX: TextRule = {
  pattern: ENDS_LIKE_A_FOLDER,
  wanted,
  wrong(text) {
    if (text.includes('${'))
      return 'can’t name claims, because it is the same for all callers; use the prefixes of grants';
    return ENDS_LIKE_A_FOLDER.test(text) ? undefined : wanted;
  },
};

const CLAIM_FIX = 'write ${sub} or ${/json/pointer}';
