import { TransferError } from '#client';

/** Names that Windows reserves for devices, with any extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

// oxlint-disable-next-line no-control-regex -- they are what is refused
const WINDOWS = /[\\:*?"<>|\u0001-\u001f]|[. ]$/;

/**
 * Returns the segments of the path below a target folder, from the rest of a key after a prefix.
 *
 * @param isWindows whether the additional rules of Windows apply
 * @throws TransferError `unsafe_name` for a name that could lead out of the folder, or that no file can have
 */
export function localSegments(name: string, isWindows = process.platform === 'win32'): readonly string[] {
  const segments = name.split('/');
  const isUnsafe = (segment: string): boolean =>
    segment === '' ||
    segment === '.' ||
    segment === '..' ||
    segment.includes('\0') ||
    Buffer.byteLength(segment) > 255 ||
    (isWindows && (WINDOWS.test(segment) || DEVICE.test(segment)));
  if (segments.some(isUnsafe)) {
    throw new TransferError(
      'unsafe_name',
      'The key can’t be used as a file name on this system. Download the object alone, to another name.',
    );
  }
  return segments;
}
