import { ValueError } from '@argmaxable/core';
import type { Shape } from '@tensorflow/tfjs-layers';

/**
 * The single input shape of an output layer, [..., features]: rank 2 or more, with a known last axis.
 *
 * @throws ValueError that names the layer and the shape it got.
 */
export function checkInputShape(layer: string, shapes: Shape | Shape[]): Shape {
  const shape = (Array.isArray(shapes) && Array.isArray(shapes[0]) ? shapes[0] : shapes) as Shape;
  if (!Array.isArray(shape) || shape.length < 2) {
    throw new ValueError(`input shape of ${layer}`, shape, 'of rank 2 or more, [batch, ..., features]');
  }
  const features = shape[shape.length - 1];
  if (!Number.isInteger(features) || features! < 1) {
    throw new ValueError(`input shape of ${layer}`, shape, 'with a known last axis of 1 or more features');
  }
  return shape;
}
