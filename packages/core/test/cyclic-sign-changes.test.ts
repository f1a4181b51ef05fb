import { cyclicSignChanges } from '../src/index.js';

test('agrees with reading the signs one by one, for every set at n <= 8', () => {
  for (let n = 1; n <= 8; n++) {
    for (let bits = 0; bits < 2 ** n; bits++) {
      const signs = Array.from({ length: n }, (_, i) => (bits >> i) & 1);
      const labels = signs.flatMap((active, i) => (active ? [i] : []));
      const changes = signs.filter((sign, i) => sign !== signs[(i + 1) % n]).length;
      expect(cyclicSignChanges(labels, n)).toBe(changes);
    }
  }
});
