/** The parts of an image's name. @param image pinned by tag, and perhaps by digest */
export function parseImage(image: string): { repository: string; tag: string; digest: string | undefined } {
  const [tagged = '', digest] = image.split('@', 2);
  const colon = tagged.lastIndexOf(':');
  return { repository: tagged.slice(0, colon), tag: tagged.slice(colon + 1), digest };
}
