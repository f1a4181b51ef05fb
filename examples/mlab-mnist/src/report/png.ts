import { PNG } from 'pngjs';

/** A square picture of bytes from 0 (paper) to 255 (ink) as a data URI: a grey PNG, dark on white. */
export function pngDataUri(pixels: Uint8Array): string {
  const size = Math.sqrt(pixels.length);
  const png = new PNG({ width: size, height: size });
  png.data = Buffer.from(pixels.map((ink) => 255 - ink));
  const file = PNG.sync.write(png, { inputColorType: 0, colorType: 0, inputHasAlpha: false, filterType: 0 });
  return `data:image/png;base64,${file.toString('base64')}`;
}
