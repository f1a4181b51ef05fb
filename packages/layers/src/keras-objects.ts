import { ValueError } from '@argmaxable/core';
import { serialization } from '@tensorflow/tfjs-core';
import { initializers, regularizers } from '@tensorflow/tfjs-layers';

/** An initializer by name (`'glorotUniform'`), as an object, or as a loaded config holds it. */
export type InitializerIdentifier = string | Initializer | serialization.ConfigDict;
/** A regularizer by name (`'l2'`), as an object, as a loaded config holds it, or none. */
export type RegularizerIdentifier = string | Regularizer | serialization.ConfigDict | null | undefined;

export type Initializer = ReturnType<typeof initializers.zeros>;
export type Regularizer = ReturnType<typeof regularizers.l2>;

/** Tfjs-layers does this for its own layers but exports neither half. */
export function toInitializer(argument: string, identifier: InitializerIdentifier): Initializer {
  return resolve(argument, identifier, initializers as Factories<Initializer>, 'an initializer');
}

export function toRegularizer(argument: string, identifier: RegularizerIdentifier): Regularizer | null {
  if (identifier === null || identifier === undefined) return null;
  return resolve(argument, identifier, regularizers as Factories<Regularizer>, 'a regularizer');
}

/** What `getConfig` writes for an initializer or regularizer. */
export function toConfig(object: serialization.Serializable | null): serialization.ConfigDict | null {
  return object && { className: object.getClassName(), config: object.getConfig() };
}

type Factories<T> = Record<string, (config: object) => T>;

function resolve<T extends serialization.Serializable>(
  argument: string,
  identifier: string | T | serialization.ConfigDict,
  factories: Factories<T>,
  kind: string,
): T {
  if (identifier instanceof serialization.Serializable) return identifier;
  if (typeof identifier === 'string') {
    if (Object.hasOwn(factories, identifier)) return factories[identifier]({});
  } else {
    const { className, config } = identifier as { className?: string; config?: serialization.ConfigDict };
    const entry = serialization.SerializationMap.getMap().classNameMap[className ?? ''];
    if (entry) return entry[1](entry[0], config ?? {}) as T;
  }
  const names = Object.keys(factories).join(', ');
  throw new ValueError(argument, identifier, `${kind} or the name of one (${names})`);
}
