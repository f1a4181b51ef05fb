import { ValueError } from '@argmaxable/core';

/**
 * Everything that `root` depends on, each once, inputs before what uses them; without recursion, so that any
 * depth works.
 *
 * @throws ValueError naming `model` if something depends on itself, as in a damaged file.
 */
export function postOrder<T extends { readonly name: string }>(
  root: T,
  inputsOf: (node: T) => readonly T[],
): T[] {
  const order: T[] = [];
  const states = new Map<T, 'open' | 'done'>();
  const stack: { node: T; inputs: readonly T[]; next: number }[] = [];
  const open = (node: T): void => {
    if (states.get(node) === 'open') throw circleError(node.name);
    if (states.has(node)) return;
    states.set(node, 'open');
    stack.push({ node, inputs: inputsOf(node), next: 0 });
  };
  open(root);
  while (stack.length > 0) {
    const top = stack[stack.length - 1];
    if (top.next < top.inputs.length) {
      open(top.inputs[top.next++]);
    } else {
      stack.pop();
      states.set(top.node, 'done');
      order.push(top.node);
    }
  }
  return order;
}

/** The error for layers that depend on their own output. */
export function circleError(name: string): ValueError {
  return new ValueError(
    'model',
    `a circle through ${JSON.stringify(name)}`,
    'a graph of layers without circles',
    'The file is damaged.',
  );
}
