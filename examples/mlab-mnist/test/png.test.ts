import { inflateSync } from 'node:zlib';
import { PNG } from 'pngjs';
import { pngDataUri } from '../src/report/png.js';

test('a picture is a PNG that says what the pixels say, dark for ink', () => {
  const uri = pngDataUri(Uint8Array.from([0, 255, 100, 1]));
  const [, base64] = /^data:image\/png;base64,(.*)$/.exec(uri)!;
  const png = Buffer.from(base64, 'base64');
  expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2, 2]);
  const length = png.readUInt32BE(33);
  expect(png.subarray(37, 41).toString('latin1')).toBe('IDAT');
  expect([...inflateSync(png.subarray(41, 41 + length))]).toEqual([0, 255, 0, 0, 155, 254]);
  // The checksum of an empty end chunk is the same in every PNG.
  expect(png.readUInt32BE(png.length - 4)).toBe(0xae426082);
});

test('a reader gets the pixels back, of every value', () => {
  const pixels = Uint8Array.from({ length: 256 }, (_, i) => i);
  const { width, height, data } = PNG.sync.read(Buffer.from(pngDataUri(pixels).split(',')[1], 'base64'));
  expect([width, height]).toEqual([16, 16]);
  const rgba = Array.from(pixels, (ink) => [255 - ink, 255 - ink, 255 - ink, 255]);
  expect([...data]).toEqual(rgba.flat());
});
