import { expect, it } from '@jest/globals';
import { unescapeHtml } from './html-text.js';

it.each([
  ['O&#039;Brien &amp; Sons &lt;x&gt; &quot;y&quot;', 'O\'Brien & Sons <x> "y"'],
  ['a & b &c; &nbsp; &#39;', 'a & b &c; &nbsp; &#39;'],
  ['&amp;lt; &amp;amp;', '&lt; &amp;'],
  ['&lt;&lt;', '<<'],
])('%s', (shown, meant) => expect(unescapeHtml(shown)).toBe(meant));
