import type { serialization } from '@tensorflow/tfjs-core';

/**
 * The layer or optimizer of a loaded config, to which tfjs adds its `customObjects`: for `fromConfig` of a
 * class.
 */
export function fromLoadedConfig<T extends serialization.Serializable>(
  cls: serialization.SerializableConstructor<T>,
  config: serialization.ConfigDict,
): T {
  const own = { ...config };
  delete own.customObjects;
  return new cls(own);
}
