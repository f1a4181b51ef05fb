import { ValueError } from '@argmaxable/core';
import { io } from '@tensorflow/tfjs-core';

const advice = 'In Node, import @argmaxable/node for file://.';

/** The function that loads from a URL or a handler of tfjs. */
export function loadHandler(source: string | io.IOHandler): NonNullable<io.IOHandler['load']> {
  const handler = typeof source === 'string' ? only('source', source, io.getLoadHandlers(source)) : source;
  if (typeof handler?.load !== 'function') {
    throw new ValueError('source', source, 'a URL, or a handler of tfjs that loads');
  }
  return () => handler.load!();
}

/** The function that saves to a URL or a handler of tfjs. */
export function saveHandler(target: string | io.IOHandler): NonNullable<io.IOHandler['save']> {
  const handler = typeof target === 'string' ? only('target', target, io.getSaveHandlers(target)) : target;
  if (typeof handler?.save !== 'function') {
    throw new ValueError('target', target, 'a URL, or a handler of tfjs that saves');
  }
  return (artifacts) => handler.save!(artifacts);
}

function only(argument: string, url: string, handlers: io.IOHandler[]): io.IOHandler {
  if (handlers.length === 0) {
    throw new ValueError(argument, url, 'a URL that tfjs has a handler for', advice);
  }
  return handlers[0];
}
