import { MEDIA_TYPE_ESSENCE } from './patterns.js';
import type { TextRule } from './text-rule.js';

const wanted = 'must be a media type without parameters or "*", as image/png';

export const CONTENT_TYPE: TextRule = {
  pattern: MEDIA_TYPE_ESSENCE,
  wanted,
  wrong: (text) => (MEDIA_TYPE_ESSENCE.test(text) ? undefined : wanted),
};

/** MIME Sniffing Standard §4.6, "HTML MIME type" and "XML MIME type", and what browsers take for XML besides. */
const ACTIVE = /^(?:text\/(?:html|xml|xsl)|application\/(?:xml|xhtml)|.*[/+.-](?:xml|xhtml|svg|html))$/i;

/** What a browser may show in place: never what it would run. */
export const INLINE_TYPE: TextRule = {
  pattern: MEDIA_TYPE_ESSENCE,
  wanted,
  wrong(text) {
    if (ACTIVE.test(text)) return `"${text}" can run scripts where it is shown; remove it`;
    return CONTENT_TYPE.wrong(text);
  },
};
