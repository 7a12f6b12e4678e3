import { MEDIA_TYPE_ESSENCE } from './patterns.js';
import type { TextRule } from './text-rule.js';

const wanted = 'must be a media type without parameters or "*", as image/png';

export const CONTENT_TYPE: TextRule = {
  pattern: MEDIA_TYPE_ESSENCE,
  wanted,
  wrong: (text) => (MEDIA_TYPE_ESSENCE.test(text) ? undefined : wanted),
};

/**
 * What browsers render and run, however it is spelt: all XML and HTML (MIME Sniffing Standard §4.6), with SVG, MathML and
 * stylesheets, which are XML; web archives and HTML applications; and what holds other documents, whose types nobody signs
 * (RFC 2046 §5: `multipart/x-mixed-replace`, `message/rfc822`).
 */
const ACTIVE =
  /^(?:multipart|message)\/|[/+.-](?:x?html?|xml|xslt?|xul|svgz?|mathml|mhtml|mimearchive|hta|htc|x-component)(?:[+.-]|$)/;

/** Whether a browser may run it where it is shown. @param essence in any case, without parameters */
export const isActive = (essence: string): boolean => ACTIVE.test(essence.toLowerCase());

/** What a browser may show in place: never what it would run. */
export const INLINE_TYPE: TextRule = {
  pattern: MEDIA_TYPE_ESSENCE,
  wanted,
  wrong(text) {
    if (isActive(text)) return `"${text}" can run scripts where it is shown; remove it`;
    return CONTENT_TYPE.wrong(text);
  },
};
