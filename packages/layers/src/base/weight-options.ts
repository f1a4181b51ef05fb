import { isPlainObject, ValueError } from '@argmaxable/core';
import { serialization } from '@tensorflow/tfjs-core';
import { initializers, regularizers } from '@tensorflow/tfjs-layers';

/** An initializer: its name (`'glorotUniform'`), an object, or the form that loaded configs have. */
export type InitializerIdentifier = string | Initializer | serialization.ConfigDict;
/** A regularizer: its name (`'l1l2'`), an object, the form that loaded configs have, or null for none. */
export type RegularizerIdentifier = string | Regularizer | serialization.ConfigDict | null;

type Initializer = ReturnType<typeof initializers.zeros>;
type Regularizer = ReturnType<typeof regularizers.l2>;

/**
 * The initializer and the regularizer of one weight of a layer: the arguments `NAMEInitializer` and
 * `NAMERegularizer`. (Tfjs-layers reads and writes these for its own layers, but does not export the code for
 * either.)
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
    const given = args as Record<string, unknown>;
    const [initializer, regularizer] = [`${name}Initializer`, `${name}Regularizer`];
    const { [initializer]: start = 'glorotUniform', [regularizer]: cost = null } = given;
    this.initializer = resolve(initializer, start, ofInitializers);
    this.regularizer = cost === null ? undefined : resolve(regularizer, cost, ofRegularizers);
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

/** Initializers or regularizers: their name in messages, and the function that makes one by its name. */
interface Family<T extends serialization.Serializable> {
  readonly kind: string;
  readonly factories: Readonly<Record<string, (config: object) => T>>;
  /** The class that all of them extend. Tfjs-layers does not export it. */
  readonly base: unknown;
}

const ofInitializers: Family<Initializer> = {
  kind: 'an initializer',
  factories: initializers as Family<Initializer>['factories'],
  base: parentOf(initializers.zeros()),
};
const ofRegularizers: Family<Regularizer> = {
  kind: 'a regularizer',
  factories: regularizers as Family<Regularizer>['factories'],
  base: parentOf(regularizers.l2()),
};

function parentOf(object: object): unknown {
  return Object.getPrototypeOf(Object.getPrototypeOf(object));
}

function resolve<T extends serialization.Serializable>(
  argument: string,
  identifier: unknown,
  family: Family<T>,
): T {
  const { kind, factories } = family;
  const made = makeFrom(identifier, factories, (why) => {
    throw new ValueError(argument, identifier, `${kind} with its parameters`, why);
  });
  if (isOf(family, made)) return made;
  const names = Object.keys(factories).join(', ');
  throw new ValueError(argument, identifier, `${kind} or the name of one (${names})`);
}

/** The object that an identifier means; undefined if it means none. */
function makeFrom(
  identifier: unknown,
  factories: Readonly<Record<string, (config: object) => unknown>>,
  refuse: (why: string) => never,
): unknown {
  if (identifier instanceof serialization.Serializable) return identifier;
  const make = (of: () => unknown): unknown => {
    try {
      return of();
    } catch (error) {
      return refuse((error as Error).message);
    }
  };
  if (typeof identifier === 'string') {
    return Object.hasOwn(factories, identifier) ? make(() => factories[identifier]({})) : undefined;
  }
  if (!isPlainObject(identifier)) return undefined;
  const { className, config = {} } = identifier;
  const { classNameMap } = serialization.SerializationMap.getMap();
  if (typeof className !== 'string' || !Object.hasOwn(classNameMap, className)) return undefined;
  if (!isPlainObject(config)) return refuse('Its parameters, config, must be an object.');
  const [cls, fromConfig] = classNameMap[className];
  return make(() => fromConfig(cls, config as serialization.ConfigDict));
}

/** Whether it is an instance of tfjs's class, or of a user's class that has its method. */
function isOf<T extends serialization.Serializable>({ base }: Family<T>, made: unknown): made is T {
  if (!(made instanceof serialization.Serializable)) return false;
  if (Object.prototype.isPrototypeOf.call(base as object, made)) return true;
  const isOwnClass = parentOf(made) === serialization.Serializable.prototype;
  return isOwnClass && typeof (made as { apply?: unknown }).apply === 'function';
}
