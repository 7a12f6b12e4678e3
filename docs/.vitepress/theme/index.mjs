import { onContentUpdated } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import './tables.css';

/** Draws the diagrams of the page. Only pages with diagrams load Mermaid. */
async function drawDiagrams() {
  const nodes = document.querySelectorAll('pre.mermaid:not([data-processed])');
  if (nodes.length === 0) return;
  const { default: mermaid } = await import('mermaid');
  const isDark = document.documentElement.classList.contains('dark');
  mermaid.initialize({ startOnLoad: false, theme: isDark ? 'dark' : 'default' });
  await mermaid.run({ nodes });
}

export default { extends: DefaultTheme, setup: () => onContentUpdated(() => void drawDiagrams()) };
