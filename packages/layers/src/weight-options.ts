import { ValueError } from '@argmaxable/core';
import { serialization } from '@tensorflow/tfjs-core';
import { initializers, regularizers } from '@tensorflow/tfjs-layers';

/** An initializer by name (`'glorotUniform'`), as an object, or as a loaded config holds it. */
export type InitializerIdentifier = string | Initializer | serialization.ConfigDict;
/** A regularizer by name (`'l1l2'`), as an object, as a loaded config holds it, or none. */
export type RegularizerIdentifier = string | Regularizer | serialization.ConfigDict | null;

type Initializer = ReturnType<typeof initializers.zeros>;
type Regularizer = ReturnType<typeof regularizers.l2>;

/**
 * How one weight of a layer starts and what its size costs: the arguments `NAMEInitializer` and `NAMERegularizer`. (Tfjs-layers
 * reads and writes these for its own layers, but exports neither half.)
 */
export class WeightOptions {
  readonly initializer: Initializer;
  readonly regularizer: Regularizer | undefined;

  /**
   * @param name NAME, such as 'kernel'.
   * @param args The layer's arguments; 'glorotUniform' and no regularizer by default.
   */
  constructor(
    private readonly name: string,
    args: object,
  ) {
    const given = args as Record<string, InitializerIdentifier | RegularizerIdentifier | undefined>;
    const [initializer, regularizer] = [`${name}Initializer`, `${name}Regularizer`];
    const start = given[initializer] ?? 'glorotUniform';
    this.initializer = resolve(initializer, start, initializers as Factories<Initializer>, 'an initializer');
    const cost = given[regularizer] ?? undefined;
    this.regularizer =
      cost === undefined
        ? undefined
        : resolve(regularizer, cost, regularizers as Factories<Regularizer>, 'a regularizer');
  }

  /** The two arguments, as a layer's config holds them. */
  getConfig(): serialization.ConfigDict {
    return {
      [`${this.name}Initializer`]: toConfig(this.initializer),
      [`${this.name}Regularizer`]: this.regularizer ? toConfig(this.regularizer) : null,
    };
  }
}

function toConfig(object: serialization.Serializable): serialization.ConfigDict {
  return { className: object.getClassName(), config: object.getConfig() };
}

type Factories<T> = Record<string, (config: object) => T>;

function resolve<T extends serialization.Serializable>(
  argument: string,
  identifier: InitializerIdentifier | Regularizer,
  factories: Factories<T>,
  kind: string,
): T {
  if (identifier instanceof serialization.Serializable) return identifier as unknown as T;
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
