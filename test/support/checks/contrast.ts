/**
 * A script that runs in a page and returns texts that are hard to read, by the contrast ratio of WCAG 2.2 (1.4.3: 4.5
 * to 1, or 3 to 1 for large text). It doesn't support transparent colours, so that the page must have none.
 */
export const HARD_TO_READ = `(() => {
  const channels = (color) => {
    const context = new OffscreenCanvas(1, 1).getContext('2d');
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (color) => {
    const [red, green, blue] = channels(color).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const backgroundOf = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const { backgroundColor } = getComputedStyle(each);
      if (channels(backgroundColor)[3] === 255) return backgroundColor;
    }
    return 'canvas';
  };
  const isSeen = (element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !element.closest('.unseen');
  const words = (element) =>
    [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join('') ||
    (element.matches('input, select') ? element.value : '');
  const all = [...document.querySelectorAll('body *')].filter((element) => isSeen(element) && words(element) !== '');
  const ratios = all.map((element) => {
    const { color, fontSize, fontWeight } = getComputedStyle(element);
    const [light, dark] = [luminance(color), luminance(backgroundOf(element))].sort((a, b) => b - a);
    const size = parseFloat(fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && fontWeight >= 700);
    return { text: words(element), ratio: (light + 0.05) / (dark + 0.05), least: isLarge ? 3 : 4.5 };
  });
  return {
    checked: ratios.length,
    bad: ratios.filter(({ ratio, least }) => ratio < least).map(({ text, ratio }) => text + ' ' + ratio.toFixed(2)),
  };
})()`;
