import { List } from './decorators.js';
import { FollowsRule } from './text-rule.js';
import { WEB_ORIGIN } from './urls.js';

/** The web pages that may call the API. */
export class CorsEntry {
  /** Origins whose pages may read answers, exactly as browsers send them. */
  @List({ of: 'origins, such as https://app.example' })
  @FollowsRule(WEB_ORIGIN, { each: true })
  origins!: string[];
}
