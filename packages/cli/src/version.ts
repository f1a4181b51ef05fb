/** The package's version. Written by scripts/manifests.mjs. */
export const version = '0.1.0';
