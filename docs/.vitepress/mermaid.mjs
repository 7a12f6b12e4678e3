/** A plugin of markdown-it. Leaves diagrams as text, which the theme draws in the browser. */
export function drawMermaid(md) {
  const { fence } = md.renderer.rules;
  md.renderer.rules.fence = (tokens, index, ...others) => {
    const { info, content } = tokens[index];
    if (info.trim() !== 'mermaid') return fence(tokens, index, ...others);
    return `<pre class="mermaid" v-pre>${md.utils.escapeHtml(content)}</pre>\n`;
  };
}
