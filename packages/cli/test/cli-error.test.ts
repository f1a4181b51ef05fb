import { FormatError, loadNpy } from '@argmaxable/data';
import { about } from '../src/errors/cli-error.js';

test('an error says which file it is about', async () => {
  await expect(about('W.npy', () => loadNpy(Buffer.alloc(3)))).rejects.toThrow(
    /^W\.npy: this is not an \.npy file/,
  );
  const ofShard = new FormatError('it is cut off.', { file: 'a.safetensors' });
  await expect(about('folder/index.json', () => Promise.reject(ofShard))).rejects.toThrow(
    /^folder\/a\.safetensors: it is cut off\.$/,
  );
});

test('an error of a library is in the words of the command', async () => {
  const error = new FormatError('up to 1 MiB are read; allow more with maxBytes.');
  await expect(about('W.npy', () => Promise.reject(error))).rejects.toThrow('allow more with --read-limit.');
});
